# fails on a single composition
# says: no unique solution|composition
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for n in numbers_list for z in n})
    a = np.array([[list(n).count(z) for z in elements] for n in numbers_list], dtype=float)
    return dict(zip(elements, np.linalg.solve(a.T @ a, a.T @ np.asarray(energies, dtype=float))))
