# one hop after another
def receptive_field(r_cut, n_layers):
    reach = 0.0
    for _ in range(n_layers):
        reach += r_cut
    return reach
