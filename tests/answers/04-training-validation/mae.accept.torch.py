# with torch
def mae(predicted, true):
    p = torch.as_tensor(np.asarray(predicted, dtype=float)).reshape(-1)
    t = torch.as_tensor(np.asarray(true, dtype=float)).reshape(-1)
    return (p - t).abs().mean()
