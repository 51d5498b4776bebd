# one hop less
# says: three hops|as far as the cutoff
def receptive_field(r_cut, n_layers):
    return r_cut * (n_layers - 1)
