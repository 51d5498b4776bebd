# The number with its unit, as a text
# says: That is a text
def sum_of_atoms(local_energy, positions, numbers):
    total = sum(local_energy(i, positions, numbers) for i in range(len(numbers)))
    return f"{total} eV"
