# the first epoch that is worse than the one before
# says: look for the minimum|rise may be noise
def overfitting_starts(train_errors, validation_errors):
    for epoch in range(1, len(validation_errors)):
        if validation_errors[epoch] > validation_errors[epoch - 1]:
            return epoch - 1
    return len(validation_errors) - 1
