# list.index
def overfitting_starts(train_errors, validation_errors):
    errors = list(validation_errors)
    return errors.index(min(errors))
