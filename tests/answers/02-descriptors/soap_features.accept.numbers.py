# Atomic numbers instead of symbols, the other order.
from dscribe.descriptors import SOAP as Soap

def soap_features(atoms):
    return Soap(species=[8, 14], periodic=True, r_cut=5, n_max=8, l_max=6).create(atoms)
