# weighs atoms by their label
# says: label
def sum_of_atoms(local_energy, positions, numbers):
    return sum(i * local_energy(i, positions, numbers) for i in range(len(numbers)))
