# always on a clone
def autograd_forces(energy, positions):
    r = positions.clone()
    if not r.requires_grad:
        r.requires_grad_()
    e = energy(r)
    g, = torch.autograd.grad(outputs=e, inputs=r, create_graph=True, retain_graph=True)
    return torch.neg(g)
