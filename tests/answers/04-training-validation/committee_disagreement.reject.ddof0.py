# divides by M
# says: M - 1
def committee_disagreement(predictions):
    p = np.array(predictions, dtype=float)
    return p.std(axis=0)
