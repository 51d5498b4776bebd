# grows the curve until it is time to stop
def early_stopping_epoch(validation_errors, patience):
    errors = np.asarray(validation_errors, dtype=float)
    for end in range(1, len(errors) + 1):
        kept = int(np.argmin(errors[:end]))
        if end - 1 - kept >= patience:
            return kept
    return np.argmin(errors)
