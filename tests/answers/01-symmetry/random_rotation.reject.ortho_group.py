# O(3) instead of SO(3)
# says: reflections
from scipy.stats import ortho_group


def random_rotation(rng):
    return ortho_group.rvs(3, random_state=rng)
