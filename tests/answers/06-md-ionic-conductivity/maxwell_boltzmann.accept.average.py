# weighted average, components first
def maxwell_boltzmann(masses, temperature, rng):
    import torch

    v = rng.standard_normal((3, len(masses))) * np.sqrt(units.kB * temperature / np.asarray(masses))
    v = v.T - np.average(v, axis=1, weights=masses)
    return torch.tensor(v)
