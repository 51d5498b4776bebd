# the activation overwrites what the layer returned, and one object serves both layers
def atomic_network(n_features, hidden):
    bend = nn.SiLU(inplace=True)
    return nn.Sequential(nn.Linear(n_features, hidden), bend, nn.Linear(hidden, hidden), bend, nn.Linear(hidden, 1))
