# mean over atoms
# says: mean
def total_energy(network, descriptors):
    return network(descriptors).mean()
