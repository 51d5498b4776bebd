# every network on all atoms, masked afterwards
def behler_parrinello_energy(networks, descriptors, numbers):
    numbers, energy = np.asarray(numbers), 0.0
    for z, network in networks.items():
        mask = torch.from_numpy(numbers == z)
        energy = energy + torch.where(mask, network(descriptors)[:, 0], torch.zeros(())).sum()
    return energy
