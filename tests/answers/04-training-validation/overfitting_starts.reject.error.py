# the error itself
# says: epoch
def overfitting_starts(train_errors, validation_errors):
    return min(validation_errors)
