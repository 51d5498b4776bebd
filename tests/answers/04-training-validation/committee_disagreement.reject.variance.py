# variance
# says: variance
def committee_disagreement(predictions):
    p = np.array(predictions, dtype=float)
    return p.var(axis=0, ddof=1)
