# the network of the first atom's element for all
# says: One network
def behler_parrinello_energy(networks, descriptors, numbers):
    return networks[int(numbers[0])](descriptors).sum()
