# torch.func
def autograd_forces(energy, positions):
    return -torch.func.grad(energy)(positions)
