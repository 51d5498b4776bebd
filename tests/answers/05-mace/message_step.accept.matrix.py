# an incidence matrix
def message_step(features, edges, radial, message_net, update_net):
    gather = torch.nn.functional.one_hot(edges[0], len(features)).to(features).T
    m = message_net(torch.cat((features[edges[1]], radial), dim=-1))
    return update_net(torch.cat((features, gather @ m), dim=-1))
