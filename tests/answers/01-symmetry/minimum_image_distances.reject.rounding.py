# rounds fractional coordinates only
# says: Rounding fractions
def minimum_image_distances(positions, cell):
    f = (positions[:, None] - positions) @ np.linalg.inv(cell)
    return np.linalg.norm((f - np.round(f)) @ cell, axis=-1)
