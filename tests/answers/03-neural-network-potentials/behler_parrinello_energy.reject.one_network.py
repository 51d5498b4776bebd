# one network for all atoms
# says: One network
def behler_parrinello_energy(networks, descriptors, numbers):
    return next(iter(networks.values()))(descriptors).sum()
