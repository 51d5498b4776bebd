# makes a generator of its own with a fixed seed
# says: Every draw is the same
def random_rotation(rng):
    return Rotation.random(rng=np.random.default_rng(0)).as_matrix()
