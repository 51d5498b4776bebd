# torch tensors
def energy_mae_per_atom(predicted, true, n_atoms):
    p, t, n = (torch.as_tensor(np.asarray(x, dtype=float)) for x in (predicted, true, n_atoms))
    return 1000 * torch.mean(torch.abs(p - t) / n)
