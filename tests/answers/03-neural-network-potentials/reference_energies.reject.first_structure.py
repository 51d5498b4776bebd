# knows only the elements of the first structure
# says: One entry for each
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for z in numbers_list[0]})
    a = np.array([[list(n).count(z) for z in elements] for n in numbers_list])
    return dict(zip(elements, np.linalg.lstsq(a, np.asarray(energies), rcond=None)[0]))
