# NumPy number
def receptive_field(r_cut, n_layers):
    return np.multiply(r_cut, n_layers)
