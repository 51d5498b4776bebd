# the width is fixed
# says: units
def atomic_network(n_features, hidden):
    return nn.Sequential(nn.Linear(n_features, 50), nn.Tanh(), nn.Linear(50, 1))
