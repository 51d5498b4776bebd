# e² and k in eV/K
# says: do not mix
def nernst_einstein(D, n_ions, volume, T, charge=1):
    e, k = 1.602176634e-19, 1.380649e-23
    return n_ions * (charge * e) ** 2 * D / (volume * 1e-24 * 8.617333e-5 * T)
