# root of the variance
def committee_disagreement(predictions):
    p = np.array(predictions, dtype=float)
    d = p - p.mean(axis=0)
    return np.sqrt((d**2).sum(axis=0) / (len(p) - 1))
