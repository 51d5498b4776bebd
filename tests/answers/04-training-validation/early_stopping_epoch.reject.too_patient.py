# one epoch too long
# says: expected
def early_stopping_epoch(validation_errors, patience):
    best, kept = float("inf"), 0
    for epoch, error in enumerate(validation_errors):
        if error < best:
            best, kept = error, epoch
        elif epoch - kept > patience:
            return kept
    return kept
