# scatter_add with an expanded index
def message_step(features, edges, radial, message_net, update_net):
    m = message_net(torch.hstack((features.index_select(0, edges[1]), radial)))
    zero = torch.zeros(features.shape[0], m.shape[1], dtype=m.dtype)
    total = zero.scatter_add(0, edges[0].unsqueeze(1).expand_as(m), m)
    return update_net(torch.hstack((features, total)))
