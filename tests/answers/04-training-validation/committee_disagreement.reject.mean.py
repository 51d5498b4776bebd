# the mean
# says: expected
def committee_disagreement(predictions):
    p = np.array(predictions, dtype=float)
    return p.mean(axis=0)
