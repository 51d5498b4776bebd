# weighs atoms by their label, from one on
# says: label
def sum_of_atoms(local_energy, positions, numbers):
    return sum((i + 1) * local_energy(i, positions, numbers) for i in range(len(numbers)))
