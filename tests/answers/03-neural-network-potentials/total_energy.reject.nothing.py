# no return statement
# says: returned nothing
def total_energy(network, descriptors):
    network(descriptors).sum()
