# the first activation is missing
# says: no activation between
def atomic_network(n_features, hidden):
    return nn.Sequential(nn.Linear(n_features, hidden), nn.Linear(hidden, hidden), nn.Tanh(), nn.Linear(hidden, 1))
