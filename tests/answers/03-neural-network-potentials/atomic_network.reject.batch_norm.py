# batch normalisation
# says: batch|fails
def atomic_network(n_features, hidden):
    return nn.Sequential(nn.Linear(n_features, hidden), nn.BatchNorm1d(hidden), nn.Tanh(), nn.Linear(hidden, 1))
