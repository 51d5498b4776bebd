# values, not indices
# says: twice|most uncertain|chose
def select_for_labelling(disagreement, k):
    return np.sort(disagreement)[::-1][:k]
