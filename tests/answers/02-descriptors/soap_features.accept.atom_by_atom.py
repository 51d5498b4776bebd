# One centre after another.
from dscribe.descriptors import SOAP

descriptor = SOAP(species=["O", "Si"], periodic=True, r_cut=5.0, n_max=8, l_max=6, sigma=1.0, rbf="gto")

def soap_features(atoms):
    return np.vstack([descriptor.create(atoms, centers=[i]) for i in range(len(atoms))])
