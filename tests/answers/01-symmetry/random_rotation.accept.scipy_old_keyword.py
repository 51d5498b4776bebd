# the older name of SciPy's argument, one rotation of a stack
def random_rotation(rng):
    return Rotation.random(1, random_state=rng).as_matrix()[0]
