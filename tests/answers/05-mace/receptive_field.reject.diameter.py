# the diameter
# says: reaches as far
def receptive_field(r_cut, n_layers):
    return 2 * r_cut * n_layers
