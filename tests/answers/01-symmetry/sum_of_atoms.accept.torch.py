# torch, a tensor without dimensions
def sum_of_atoms(local_energy, positions, numbers):
    import torch

    return torch.tensor([local_energy(i, positions, numbers) for i in range(len(numbers))], dtype=torch.float64).sum()
