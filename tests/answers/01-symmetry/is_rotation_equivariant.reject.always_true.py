# trusts every force
# says: invariance
def is_rotation_equivariant(forces, positions, numbers, rng):
    return True
