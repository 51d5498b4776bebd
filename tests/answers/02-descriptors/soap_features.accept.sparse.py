# A sparse array of the same numbers.
from dscribe.descriptors import SOAP

def soap_features(atoms):
    return SOAP(species=["Si", "O"], periodic=True, r_cut=5.0, n_max=8, l_max=6, sparse=True).create(atoms)
