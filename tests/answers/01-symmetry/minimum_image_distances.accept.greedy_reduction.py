# shortens the lattice vectors by one another until nothing gets shorter, then two shells of images
def minimum_image_distances(positions, cell):
    c = np.array(cell, dtype=float)
    changed = True
    while changed:
        changed = False
        for i in range(3):
            for j in range(3):
                m = round(c[i] @ c[j] / (c[j] @ c[j])) if i != j else 0
                if m:
                    c[i] = c[i] - m * c[j]
                    changed = True
    shifts = np.array([(i, j, k) for i in range(-2, 3) for j in range(-2, 3) for k in range(-2, 3)])
    f = (positions[:, None] - positions) @ np.linalg.inv(c)
    f -= np.rint(f)
    return np.linalg.norm((f[:, :, None] + shifts) @ c, axis=-1).min(-1)
