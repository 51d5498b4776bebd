# torch, three times the mean over all components
import torch

def msd(positions, lags=None):
    r = torch.as_tensor(np.asarray(positions, float))
    lags = range(len(r)) if lags is None else lags
    return torch.stack([3 * ((r[m:] - r[: len(r) - m]) ** 2).mean() for m in lags])
