# a float
# says: tensor
def behler_parrinello_energy(networks, descriptors, numbers):
    return sum(networks[int(z)](row[None]).item() for z, row in zip(numbers, descriptors))
