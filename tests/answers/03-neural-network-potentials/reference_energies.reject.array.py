# an array without names
# says: dictionary
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for n in numbers_list for z in n})
    a = np.array([[list(n).count(z) for z in elements] for n in numbers_list])
    return np.linalg.lstsq(a, np.asarray(energies), rcond=None)[0]
