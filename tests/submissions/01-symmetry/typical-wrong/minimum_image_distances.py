def minimum_image_distances(positions, cell):
    fractions = (positions[:, None] - positions) @ np.linalg.inv(cell)
    fractions -= np.round(fractions)  # not enough in a sheared cell
    return np.linalg.norm(fractions @ cell, axis=-1)
