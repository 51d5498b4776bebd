# centres the descriptors of the caller
# says: in place
def total_energy(network, descriptors):
    descriptors -= descriptors.mean()
    return network(descriptors).sum()
