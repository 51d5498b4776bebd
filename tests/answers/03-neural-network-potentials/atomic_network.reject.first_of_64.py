# the first layer has a fixed width
# says: no activation
def atomic_network(n_features, hidden):
    return nn.Sequential(nn.Linear(n_features, 64), nn.Tanh(), nn.Linear(64, hidden), nn.Linear(hidden, 1))
