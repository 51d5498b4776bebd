def committee_disagreement(predictions):
    return np.std(predictions, axis=0)  # divides by M
