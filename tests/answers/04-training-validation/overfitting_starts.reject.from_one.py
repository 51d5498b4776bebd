# counts from 1
# says: from 0
def overfitting_starts(train_errors, validation_errors):
    return int(np.argmin(validation_errors)) + 1
