# a flag does not bring the way back
# says: create_graph
def autograd_forces(energy, positions):
    r = positions.detach().requires_grad_()
    return -torch.autograd.grad(energy(r), r)[0].requires_grad_()
