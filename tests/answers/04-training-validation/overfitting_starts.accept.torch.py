# torch
def overfitting_starts(train_errors, validation_errors):
    return torch.tensor(validation_errors).argmin()
