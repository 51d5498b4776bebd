# the product
def receptive_field(r_cut, n_layers):
    return n_layers * r_cut
