# an array
# says: tensor
def autograd_forces(energy, positions):
    r = positions.detach().requires_grad_()
    return -torch.autograd.grad(energy(r), r)[0].numpy()
