# backward() fills the gradients of the weights
# says: backward
def autograd_forces(energy, positions):
    r = positions.detach().requires_grad_()
    energy(r).backward(create_graph=True)
    return -r.grad
