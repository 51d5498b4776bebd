# counts the epochs waited
def early_stopping_epoch(validation_errors, patience):
    best, kept, waited = np.inf, 0, 0
    for epoch, error in enumerate(validation_errors):
        if error < best:
            best, kept, waited = error, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return kept
    return kept
