# the cutoff
# says: single round
def receptive_field(r_cut, n_layers):
    return r_cut
