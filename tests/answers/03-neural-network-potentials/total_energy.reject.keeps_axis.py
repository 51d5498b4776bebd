# one energy in a list
# says: shape
def total_energy(network, descriptors):
    return network(descriptors).sum(dim=0)
