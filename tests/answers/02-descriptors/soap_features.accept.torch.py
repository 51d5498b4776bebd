# The same as a tensor.
from dscribe.descriptors import SOAP

def soap_features(atoms):
    made = SOAP(species={"Si", "O"}, periodic=True, r_cut=5.0, n_max=8, l_max=6)
    return torch.from_numpy(made.create(atoms, n_jobs=1))
