# energies between -1 and 1
# says: end with a linear layer
def atomic_network(n_features, hidden):
    return nn.Sequential(nn.Linear(n_features, hidden), nn.Tanh(), nn.Linear(hidden, 1), nn.Tanh())
