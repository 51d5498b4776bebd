# least uncertain
# says: least uncertain
def select_for_labelling(disagreement, k):
    return np.argsort(disagreement)[:k]
