# the slope by torch
def lennard_jones(r, epsilon, sigma):
    import torch

    x = torch.tensor(np.asarray(r, dtype=float), requires_grad=True)
    energy = 4 * epsilon * ((sigma / x) ** 12 - (sigma / x) ** 6)
    (slope,) = torch.autograd.grad(energy.sum(), x)
    return energy.detach().numpy(), -slope.numpy()
