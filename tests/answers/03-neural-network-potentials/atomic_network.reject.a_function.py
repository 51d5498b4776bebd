# no module
# says: nn.Module
def atomic_network(n_features, hidden):
    layer = nn.Linear(n_features, 1)
    return lambda x: torch.tanh(layer(x))
