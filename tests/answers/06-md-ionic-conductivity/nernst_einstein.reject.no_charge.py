# ignores the charge
# says: ignored
def nernst_einstein(D, n_ions, volume, T, charge=1):
    e, k = 1.602176634e-19, 1.380649e-23
    return n_ions * e**2 * D / (volume * 1e-24 * k * T)
