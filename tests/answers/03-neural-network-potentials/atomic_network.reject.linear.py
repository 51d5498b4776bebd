# no activation at all
# says: linear in the features
def atomic_network(n_features, hidden):
    return nn.Sequential(nn.Linear(n_features, hidden), nn.Linear(hidden, 1))
