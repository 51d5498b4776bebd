# with torch
def rmse(predicted, true):
    p = torch.as_tensor(np.asarray(predicted, dtype=float)).reshape(-1)
    t = torch.as_tensor(np.asarray(true, dtype=float)).reshape(-1)
    return torch.sqrt(torch.mean((p - t) ** 2))
