# torch, with the driver for deficient ranks
def reference_energies(numbers_list, energies):
    elements = sorted({int(z) for n in numbers_list for z in n})
    table = torch.tensor([[sum(int(x) == z for x in n) for z in elements] for n in numbers_list]).double()
    right = torch.as_tensor(np.array(energies, dtype=float))[:, None]
    solution = torch.linalg.lstsq(table, right, driver="gelsd").solution[:, 0]
    return {z: e.item() for z, e in zip(elements, solution)}
