# finite differences
# says: differentiated again|gradient
def autograd_forces(energy, positions):
    r, h = positions.detach().double(), 1e-4
    forces = torch.zeros_like(r)
    with torch.no_grad():
        for k in range(r.numel()):
            shift = torch.zeros(r.numel(), dtype=r.dtype)
            shift[k] = h
            shift = shift.view_as(r)
            forces.view(-1)[k] = -(energy(r + shift) - energy(r - shift)) / (2 * h)
    return forces.to(positions.dtype)
