# largest minus smallest
# says: expected
def committee_disagreement(predictions):
    p = np.array(predictions, dtype=float)
    return p.max(axis=0) - p.min(axis=0)
