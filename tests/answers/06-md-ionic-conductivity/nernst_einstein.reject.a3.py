# volume in Å³
# says: left in
def nernst_einstein(D, n_ions, volume, T, charge=1):
    e, k = 1.602176634e-19, 1.380649e-23
    return n_ions * (charge * e) ** 2 * D / (volume * k * T)
