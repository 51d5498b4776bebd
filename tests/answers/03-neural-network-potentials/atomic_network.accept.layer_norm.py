# layer normalisation works on one atom at a time
def atomic_network(n_features, hidden):
    layers = [nn.Linear(n_features, hidden), nn.LayerNorm(hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.Tanh()]
    return nn.Sequential(*layers, nn.Linear(hidden, 1))
