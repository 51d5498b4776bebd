# dropout
# says: dropout
def atomic_network(n_features, hidden):
    return nn.Sequential(nn.Linear(n_features, hidden), nn.Tanh(), nn.Dropout(0.5), nn.Linear(hidden, 1))
