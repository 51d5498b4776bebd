def early_stopping_epoch(validation_errors, patience):
    best, waited = 0, 0
    for epoch in range(1, len(validation_errors)):
        if validation_errors[epoch] < validation_errors[best]:
            best, waited = epoch, 0
        else:
            waited += 1
            if waited == patience:
                return best
    return best
