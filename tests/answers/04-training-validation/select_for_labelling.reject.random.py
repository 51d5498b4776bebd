# drawn at random
# says: uncertain
def select_for_labelling(disagreement, k):
    return np.random.default_rng(0).choice(len(disagreement), k, replace=False)
