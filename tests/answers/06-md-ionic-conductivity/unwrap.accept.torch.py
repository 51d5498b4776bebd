# the same in torch
import torch

def unwrap(positions, cell):
    r, c = torch.as_tensor(np.asarray(positions, float)), torch.as_tensor(np.asarray(cell, float))
    s = torch.linalg.solve(c, torch.diff(r, dim=0), left=False)
    return torch.cat([r[:1], r[:1] + torch.cumsum((s - s.round()) @ c, dim=0)])
