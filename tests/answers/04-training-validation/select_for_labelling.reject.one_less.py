# one too few
# says: chose
def select_for_labelling(disagreement, k):
    return np.argsort(disagreement)[::-1][: max(0, k - 1)]
