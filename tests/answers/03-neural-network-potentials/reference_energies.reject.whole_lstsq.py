# all that lstsq returns is taken for the solution
# says: \[0\]
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for numbers in numbers_list for z in numbers})
    count = np.array([[list(numbers).count(z) for z in elements] for numbers in numbers_list], dtype=float)
    return dict(zip(elements, np.linalg.lstsq(count, np.asarray(energies), rcond=None)))
