# torch
import torch

def diffusion_coefficient(times_fs, msd, window):
    t, m = (torch.as_tensor(np.asarray(x, float)) for x in (times_fs, msd))
    use = (t >= window[0]) & (t <= window[1])
    t, m = t[use] - t[use].mean(), m[use]
    return (t @ m) / (t @ t) / 60
