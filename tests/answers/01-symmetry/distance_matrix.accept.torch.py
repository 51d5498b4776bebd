# torch, single precision
import torch


def distance_matrix(positions):
    r = torch.as_tensor(positions, dtype=torch.float32)
    return (r[:, None] - r[None]).norm(dim=-1)
