# largest gap
# says: expected
def overfitting_starts(train_errors, validation_errors):
    return int(np.argmax(np.array(validation_errors) - np.array(train_errors)))
