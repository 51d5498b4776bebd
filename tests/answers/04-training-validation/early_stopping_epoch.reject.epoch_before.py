# compares with the epoch before
# says: best so far
def early_stopping_epoch(validation_errors, patience):
    kept, waited = 0, 0
    for epoch in range(1, len(validation_errors)):
        if validation_errors[epoch] < validation_errors[epoch - 1]:
            kept, waited = epoch, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return kept
