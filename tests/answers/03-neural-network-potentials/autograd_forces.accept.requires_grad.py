# sets the flag on the positions given
def autograd_forces(energy, positions):
    positions.requires_grad_(True)
    return -torch.autograd.grad(energy(positions), positions, create_graph=True)[0]
