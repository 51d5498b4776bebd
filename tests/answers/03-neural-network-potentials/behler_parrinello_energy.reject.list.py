# a list is compared with a number
# says: of a list
def behler_parrinello_energy(networks, descriptors, numbers):
    return sum(network(descriptors[numbers == z]).sum() for z, network in networks.items())
