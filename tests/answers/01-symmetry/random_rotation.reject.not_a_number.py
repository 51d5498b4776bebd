# A division by zero
# says: made of numbers
def random_rotation(rng):
    with np.errstate(invalid="ignore"):
        return np.zeros((3, 3)) / 0.0
