# radial before the features
# says: features first
def message_step(features, edges, radial, message_net, update_net):
    i, j = edges
    m = message_net(torch.cat([radial, features[j]], dim=1))
    total = torch.zeros(len(features), m.shape[1], dtype=m.dtype).index_add(0, i, m)
    return update_net(torch.cat([features, total], dim=1))
