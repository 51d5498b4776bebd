# scipy's least squares, counted with Counter
def reference_energies(numbers_list, energies):
    from collections import Counter
    from scipy.linalg import lstsq

    counts = [Counter(int(z) for z in n) for n in numbers_list]
    elements = sorted(set().union(*counts))
    table = np.array([[c[z] for z in elements] for c in counts], dtype=float)
    return {z: e for z, e in zip(elements, lstsq(table, energies)[0])}
