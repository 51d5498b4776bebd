# Distances by ASE, digitised.
def two_body_histogram(positions, numbers, elements, bin_edges):
    atoms = ase.Atoms(numbers=list(numbers), positions=positions)
    d = atoms.get_all_distances()
    out = np.zeros((len(atoms), len(elements), len(bin_edges) - 1), dtype=int)
    which = np.digitize(d, bin_edges) - 1
    for i in range(len(atoms)):
        for j in range(len(atoms)):
            if i != j and atoms.numbers[j] in list(elements) and 0 <= which[i, j] < len(bin_edges) - 1:
                out[i, list(elements).index(atoms.numbers[j]), which[i, j]] += 1
    return out
