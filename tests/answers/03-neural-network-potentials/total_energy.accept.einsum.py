# a sum written as einsum
def total_energy(network, descriptors):
    return torch.einsum("ij->", network(descriptors))
