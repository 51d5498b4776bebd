# every network about every atom
# says: own element
def behler_parrinello_energy(networks, descriptors, numbers):
    return sum(network(descriptors).sum() for network in networks.values())
