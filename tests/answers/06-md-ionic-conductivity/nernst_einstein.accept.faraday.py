# moles, Faraday and gas constants
def nernst_einstein(D, n_ions, volume, T, charge=1):
    moles = n_ions / 6.02214076e23 / (volume * 1e-24)
    return moles * (charge * 96485.332) ** 2 * D / (8.314463 * T)
