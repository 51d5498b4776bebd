# takes the largest message
# says: largest message
def message_step(features, edges, radial, message_net, update_net):
    i, j = edges
    m = message_net(torch.cat([features[j], radial], dim=1))
    total = torch.zeros(len(features), m.shape[1], dtype=m.dtype)
    total = total.scatter_reduce(0, i[:, None].expand_as(m), m, "amax", include_self=False)
    return update_net(torch.cat([features, total], dim=1))
