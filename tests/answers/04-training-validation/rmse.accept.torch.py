# with torch
def rmse(predicted, true):
    p = torch.as_tensor(np.asarray(predicted, dtype=float)).reshape(-1)
    t = torch.as_tensor(np.asarray(true, dtype=float)).reshape(-1)
    if len(p) != len(t):
        raise ValueError("not the same number of values")
    return torch.sqrt(torch.mean((p - t) ** 2))
