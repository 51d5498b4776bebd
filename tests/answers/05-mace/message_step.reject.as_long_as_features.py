# zeros like the features: messages must be as long as these
# says: need not be as long
def message_step(features, edges, radial, message_net, update_net):
    center, neighbor = edges
    message = message_net(torch.cat([features[neighbor], radial], dim=1))
    total = torch.zeros_like(features).index_add(0, center, message)
    return update_net(torch.cat([features, total], dim=1))
