# atomic energies first, then the sum
def total_energy(network, descriptors):
    atomic = network(descriptors).squeeze(-1)
    return torch.sum(atomic)
