def temperature(velocities, masses):
    v = np.array(velocities)
    return np.einsum("n,nx,nx->", masses, v, v) / units.kB / (v.size - 3)
