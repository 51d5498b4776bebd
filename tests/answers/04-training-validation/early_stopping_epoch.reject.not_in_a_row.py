# counts every epoch without improvement
# says: expected|row
def early_stopping_epoch(validation_errors, patience):
    best, kept, bad = float("inf"), 0, 0
    for epoch, error in enumerate(validation_errors):
        if error < best:
            best, kept = error, epoch
        else:
            bad += 1
            if bad >= patience:
                return kept
    return kept
