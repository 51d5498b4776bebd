# volume in m³ and D in cm²/s
# says: m³
def nernst_einstein(D, n_ions, volume, T, charge=1):
    e, k = 1.602176634e-19, 1.380649e-23
    return n_ions * (charge * e) ** 2 * D / (volume * 1e-30 * k * T)
