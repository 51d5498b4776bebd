# a power
# says: Got
def receptive_field(r_cut, n_layers):
    return r_cut**n_layers
