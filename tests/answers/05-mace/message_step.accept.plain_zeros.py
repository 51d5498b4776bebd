# zeros of torch's default dtype
def message_step(features, edges, radial, message_net, update_net):
    i, j = edges
    m = message_net(torch.cat([features[j], radial], dim=1))
    total = torch.zeros(len(features), m.shape[1]).index_add(0, i, m)
    return update_net(torch.cat([features, total], dim=1))
