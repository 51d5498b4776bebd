# last epoch
# says: expected
def overfitting_starts(train_errors, validation_errors):
    return len(validation_errors) - 1
