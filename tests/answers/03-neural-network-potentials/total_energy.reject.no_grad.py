# cut off from the network
# says: cut off
def total_energy(network, descriptors):
    with torch.no_grad():
        return network(descriptors).sum()
