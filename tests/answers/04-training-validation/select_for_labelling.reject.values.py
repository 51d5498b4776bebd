# values, not indices
# says: not their disagreements
def select_for_labelling(disagreement, k):
    return np.sort(disagreement)[::-1][:k]
