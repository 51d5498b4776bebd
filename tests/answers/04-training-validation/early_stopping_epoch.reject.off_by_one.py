# counts from 1
# says: counted from 0
def early_stopping_epoch(validation_errors, patience):
    best, kept = float("inf"), 0
    for epoch, error in enumerate(validation_errors):
        if error < best:
            best, kept = error, epoch
        elif epoch - kept >= patience:
            return kept + 1
    return kept + 1
