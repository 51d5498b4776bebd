# a number that cannot be differentiated
# says: tensor
def total_energy(network, descriptors):
    return network(descriptors).sum().item()
