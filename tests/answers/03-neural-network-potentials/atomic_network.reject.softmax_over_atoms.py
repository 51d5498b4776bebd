# softmax over the batch
# says: depends on the other atoms
def atomic_network(n_features, hidden):
    return nn.Sequential(nn.Linear(n_features, hidden), nn.Tanh(), nn.Linear(hidden, 1), nn.Softmax(dim=0))
