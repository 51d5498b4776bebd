# a Gaussian matrix is no rotation
# says: stretch
def random_rotation(rng):
    return rng.normal(size=(3, 3))
