# different numbers of atoms
# says: one shape
def distance_only_fails():
    return np.zeros((3, 3)), np.zeros((4, 3))
