# ASE's angles in degrees.
def three_body_histogram(positions, r_cut, bin_edges):
    from itertools import combinations

    atoms = ase.Atoms(f"H{len(positions)}", positions=positions)
    d = atoms.get_all_distances()
    out = []
    for i in range(len(atoms)):
        near = [j for j in range(len(atoms)) if j != i and d[i, j] < r_cut]
        angles = [np.radians(atoms.get_angle(j, i, k)) for j, k in combinations(near, 2)]
        out.append(np.histogram(angles, bin_edges)[0].tolist())
    return out
