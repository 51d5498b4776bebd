# symbols for keys
# says: under its number
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for numbers in numbers_list for z in numbers})
    count = np.array([[list(numbers).count(z) for z in elements] for numbers in numbers_list], dtype=float)
    solution = np.linalg.lstsq(count, np.asarray(energies), rcond=None)[0]
    return {{1: "H", 6: "C", 7: "N", 8: "O"}[z]: float(e) for z, e in zip(elements, solution)}
