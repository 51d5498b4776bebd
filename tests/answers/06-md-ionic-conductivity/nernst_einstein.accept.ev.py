# k in eV/K and one factor e
def nernst_einstein(D, n_ions, volume, T, charge=1):
    return n_ions * charge**2 * 1.602177e-19 * D / (volume * 1e-24 * 8.617e-5 * T)
