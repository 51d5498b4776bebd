# ASE's Bohr, eigvals and sorted.
def coulomb_eigenvalues(positions, numbers):
    from ase.units import Bohr

    atoms = ase.Atoms(numbers=list(numbers), positions=positions)
    d = atoms.get_all_distances() / Bohr
    m = np.diag(0.5 * atoms.numbers**2.4)
    for i in range(len(m)):
        for j in range(len(m)):
            if i != j:
                m[i, j] = atoms.numbers[i] * atoms.numbers[j] / d[i, j]
    return sorted(np.linalg.eigvals(m).real, key=lambda x: -abs(x))
