# takes the atoms to be sorted by element
# says: ordered by element
def behler_parrinello_energy(networks, descriptors, numbers):
    return sum(networks[int(z)](row[None]).sum() for z, row in zip(sorted(numbers), descriptors))
