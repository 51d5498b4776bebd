# an octagon and two squares, as tensors
def distance_only_fails():
    def ring(n, side=3.6):
        angle = 2 * torch.pi * torch.arange(n, dtype=torch.float64) / n
        radius = side / 2 / np.sin(np.pi / n)
        return torch.stack([radius * angle.cos(), radius * angle.sin(), 0 * angle], dim=1)

    far = torch.tensor([0.0, 0, 15], dtype=torch.float64)
    return ring(8), torch.cat([ring(4), ring(4) + far])
