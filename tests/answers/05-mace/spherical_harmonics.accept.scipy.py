# from the complex ones
def spherical_harmonics(vectors, l_max=2):
    from scipy.special import sph_harm_y

    v = np.asarray(vectors)
    theta, phi = np.arccos(v[:, 2] / np.linalg.norm(v, axis=1)), np.arctan2(v[:, 1], v[:, 0])
    columns = []
    for l in range(3):
        for m in range(-l, l + 1):
            y = (-1) ** m * np.sqrt(2 if m else 1) * sph_harm_y(l, abs(m), theta, phi)
            columns.append(y.imag if m < 0 else y.real)
    return torch.from_numpy(np.stack(columns, axis=1))
