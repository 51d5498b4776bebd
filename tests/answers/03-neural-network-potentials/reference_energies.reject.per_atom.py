# divides by the number of atoms
# says: divided by the number of atoms
def reference_energies(numbers_list, energies):
    each = np.mean([e / len(n) for n, e in zip(numbers_list, energies)])
    return {int(z): each for n in numbers_list for z in n}
