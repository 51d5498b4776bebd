# min with a key
def overfitting_starts(train_errors, validation_errors):
    return min(range(len(validation_errors)), key=lambda k: validation_errors[k])
