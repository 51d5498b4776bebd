# least squares with torch
def energy_drift(total_energies, times, n_atoms):
    import torch

    t = torch.tensor(np.asarray(times, dtype=float)) / 1000
    e = torch.tensor(np.asarray(total_energies, dtype=float))
    line = torch.stack([t - t.mean(), torch.ones_like(t)], dim=1)
    return torch.linalg.lstsq(line, (e - e.mean())[:, None]).solution[0, 0] / n_atoms * 1000
