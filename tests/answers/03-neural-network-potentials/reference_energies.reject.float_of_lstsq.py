# the same, and float() stumbles over it
# says: \[0\]
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for numbers in numbers_list for z in numbers})
    count = np.array([[list(numbers).count(z) for z in elements] for numbers in numbers_list], dtype=float)
    return {z: float(e) for z, e in zip(elements, np.linalg.lstsq(count, np.asarray(energies), rcond=None))}
