# looks into the future
# says: future
def early_stopping_epoch(validation_errors, patience):
    return int(np.argmin(validation_errors))
