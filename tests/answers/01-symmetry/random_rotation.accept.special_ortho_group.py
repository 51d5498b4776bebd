# SciPy's Haar distribution on SO(3)
from scipy.stats import special_ortho_group


def random_rotation(rng):
    return special_ortho_group.rvs(3, random_state=rng)
