# pseudo-inverse of the counts
def reference_energies(numbers_list, energies):
    elements = np.unique(np.concatenate([np.asarray(n) for n in numbers_list]))
    counts = np.array([[np.sum(np.asarray(n) == z) for z in elements] for n in numbers_list])
    return dict(zip(elements, np.linalg.pinv(counts) @ np.asarray(energies)))
