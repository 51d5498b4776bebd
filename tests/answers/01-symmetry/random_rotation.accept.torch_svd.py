# U V of a Gaussian matrix, in torch, seeded from rng
import torch


def random_rotation(rng):
    generator = torch.Generator().manual_seed(int(rng.integers(2**31)))
    u, _, v = torch.linalg.svd(torch.randn(3, 3, generator=generator, dtype=torch.float64))
    q = u @ v
    return q * torch.linalg.det(q)
