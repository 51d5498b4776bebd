# changes the features it was given
# says: in place
def message_step(features, edges, radial, message_net, update_net):
    i, j = edges
    m = message_net(torch.cat([features[j], radial], dim=1))
    total = torch.zeros(len(features), m.shape[1], dtype=m.dtype).index_add(0, i, m)
    new = update_net(torch.cat([features, total], dim=1))
    features.copy_(new.detach())
    return new
