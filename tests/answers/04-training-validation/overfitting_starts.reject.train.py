# minimum of the training errors
# says: training errors
def overfitting_starts(train_errors, validation_errors):
    return int(np.argmin(train_errors))
