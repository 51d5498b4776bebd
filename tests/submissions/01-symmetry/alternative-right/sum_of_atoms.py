import math


def sum_of_atoms(local_energy, positions, numbers):
    return math.fsum(local_energy(i, positions, numbers) for i, _ in enumerate(numbers))
