# counts presence, not atoms
# says: least-squares
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for n in numbers_list for z in n})
    a = np.array([[float(z in list(n)) for z in elements] for n in numbers_list])
    return dict(zip(elements, np.linalg.lstsq(a, np.asarray(energies), rcond=None)[0]))
