# exactly rounded
def sum_of_atoms(local_energy, positions, numbers):
    import math

    return math.fsum(local_energy(i, positions, numbers) for i, _ in enumerate(numbers))
