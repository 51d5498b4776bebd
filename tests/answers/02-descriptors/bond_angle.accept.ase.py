# ASE measures the angle, in degrees.
def bond_angle(r_i, r_j, r_k):
    atoms = ase.Atoms("H3", positions=[r_j, r_i, r_k])
    return np.radians(atoms.get_angle(0, 1, 2))
