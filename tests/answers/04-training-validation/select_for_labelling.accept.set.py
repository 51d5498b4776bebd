# A set, since the order does not matter
def select_for_labelling(disagreement, k):
    return set(np.argsort(disagreement)[::-1][:k].tolist())
