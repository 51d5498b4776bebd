# SciPy's constants
from scipy.constants import Boltzmann, angstrom, centi, e

def nernst_einstein(D, n_ions, volume, T, charge=1):
    volume = volume * (angstrom / centi) ** 3
    return n_ions / volume * (e * charge) ** 2 * D / Boltzmann / T
