# over structures
# says: over structures|one number
def committee_disagreement(predictions):
    p = np.array(predictions, dtype=float)
    return p.std(axis=1, ddof=1)
