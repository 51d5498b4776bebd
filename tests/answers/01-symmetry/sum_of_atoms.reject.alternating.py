# signs that depend on the order
# says: label
def sum_of_atoms(local_energy, positions, numbers):
    return sum((-1) ** i * local_energy(i, positions, numbers) for i in range(len(numbers)))
