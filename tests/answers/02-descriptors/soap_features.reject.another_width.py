# Narrower clouds than the default.
# says: Not the parameters asked for
from dscribe.descriptors import SOAP

def soap_features(atoms):
    return SOAP(**dict(dict(species=["Si", "O"], periodic=True, r_cut=5.0, n_max=8, l_max=6), sigma=0.5)).create(atoms)
