# one number for all
# says: shape|expected
def committee_disagreement(predictions):
    p = np.array(predictions, dtype=float)
    return p.std(ddof=1)
