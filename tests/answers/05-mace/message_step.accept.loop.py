# a loop over edges
def message_step(features, edges, radial, message_net, update_net):
    messages = message_net(torch.cat([features[edges[1]], radial], 1))
    total = [torch.zeros(messages.shape[1], dtype=features.dtype) for _ in features]
    for e, i in enumerate(edges[0].tolist()):
        total[i] = total[i] + messages[e]
    return update_net(torch.cat([features, torch.stack(total)], 1))
