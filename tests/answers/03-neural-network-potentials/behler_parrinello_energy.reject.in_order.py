# networks dealt out in the order of the atoms
# says: order
def behler_parrinello_energy(networks, descriptors, numbers):
    nets = list(networks.values())
    return sum(nets[i % len(nets)](row[None]).sum() for i, row in enumerate(descriptors))
