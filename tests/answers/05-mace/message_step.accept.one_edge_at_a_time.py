# the network is called edge by edge
def message_step(features, edges, radial, message_net, update_net):
    n = len(features)
    total = [0] * n
    for (i, j), x in zip(edges.T.tolist(), radial):
        total[i] = total[i] + message_net(torch.cat([features[j], x]))
    size = next(t for t in total if isinstance(t, torch.Tensor)).shape
    rows = [t if isinstance(t, torch.Tensor) else torch.zeros(size, dtype=features.dtype) for t in total]
    return update_net(torch.cat([features, torch.stack(rows)], dim=1))
