# n_max and l_max exchanged.
# says: are exchanged
from dscribe.descriptors import SOAP

def soap_features(atoms):
    return SOAP(**dict(dict(species=["Si", "O"], periodic=True, r_cut=5.0, n_max=8, l_max=6), n_max=6, l_max=8)).create(atoms)
