# returns nothing
# says: nothing
def receptive_field(r_cut, n_layers):
    print(r_cut * n_layers)
