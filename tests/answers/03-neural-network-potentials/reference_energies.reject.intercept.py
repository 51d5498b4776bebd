# fits an intercept as well
# says: least-squares
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for n in numbers_list for z in n})
    a = np.array([[list(n).count(z) for z in elements] + [1.0] for n in numbers_list])
    return dict(zip(elements, np.linalg.lstsq(a, np.asarray(energies), rcond=None)[0]))
