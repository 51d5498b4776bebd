# argpartition
def select_for_labelling(disagreement, k):
    d = np.asarray(disagreement)
    return np.argpartition(d, len(d) - k)[len(d) - k:] if k else np.array([], dtype=int)
