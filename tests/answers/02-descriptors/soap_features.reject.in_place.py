# Changes the atoms' positions.
# says: changed the atoms in place
from dscribe.descriptors import SOAP

def soap_features(atoms):
    atoms.positions[0] += 0.1
    return SOAP(species=["Si", "O"], periodic=True, r_cut=5.0, n_max=8, l_max=6).create(atoms)
