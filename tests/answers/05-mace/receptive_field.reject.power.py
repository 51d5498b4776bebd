# a power
# says: power
def receptive_field(r_cut, n_layers):
    return r_cut**n_layers
