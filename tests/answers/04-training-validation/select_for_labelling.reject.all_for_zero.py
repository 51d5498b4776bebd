# x[-0:] is all of x
# says: k = 0
def select_for_labelling(disagreement, k):
    return np.argsort(disagreement)[-k:]
