# the same again
# says: twice
def select_for_labelling(disagreement, k):
    return [int(np.argmax(disagreement))] * k
