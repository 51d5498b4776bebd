# in SI units, then S/m to S/cm
def nernst_einstein(D, n_ions, volume, T, charge=1):
    e, k = 1.602176634e-19, 1.380649e-23
    return n_ions / (volume * 1e-30) * (charge * e) ** 2 * (D * 1e-4) / (k * T) / 100
