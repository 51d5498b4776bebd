# mean over atoms
# says: mean
def behler_parrinello_energy(networks, descriptors, numbers):
    return sum(networks[int(z)](row[None]).sum() for z, row in zip(numbers, descriptors)) / len(numbers)
