# a loop
def sum_of_atoms(local_energy, positions, numbers):
    total = 0
    for i in range(len(positions)):
        total += local_energy(i, positions, numbers)
    return total
