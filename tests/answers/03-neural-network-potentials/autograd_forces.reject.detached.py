# detached at the end
# says: create_graph
def autograd_forces(energy, positions):
    r = positions.detach().requires_grad_()
    return -torch.autograd.grad(energy(r), r, create_graph=True)[0].detach()
