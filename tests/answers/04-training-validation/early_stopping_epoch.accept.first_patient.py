# the first epoch not beaten within patience
def early_stopping_epoch(validation_errors, patience):
    errors = list(validation_errors)
    epoch = 0
    while True:
        better = [k for k in range(epoch + 1, min(epoch + patience, len(errors) - 1) + 1) if errors[k] < errors[epoch]]
        if not better:
            return epoch
        epoch = better[0]
