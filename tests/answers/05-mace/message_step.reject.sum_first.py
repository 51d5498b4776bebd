# adds up features first, one message for each atom
# says: added up first
def message_step(features, edges, radial, message_net, update_net):
    center, neighbor = edges
    known = torch.cat([features[neighbor], radial], dim=1)
    total = known.new_zeros(len(features), known.shape[1]).index_add(0, center, known)
    return update_net(torch.cat([features, message_net(total)], dim=1))
