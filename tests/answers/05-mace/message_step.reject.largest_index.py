# number of atoms from the largest index
# says: take their number from|one row for each row
def message_step(features, edges, radial, message_net, update_net):
    center, neighbor = edges
    n = int(edges.max()) + 1
    message = message_net(torch.cat([features[neighbor], radial], dim=1))
    total = message.new_zeros(n, message.shape[1]).index_add(0, center, message)
    return update_net(torch.cat([features[:n], total], dim=1))
