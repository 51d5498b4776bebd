# rounds, then looks at two shells of images without reduction
# says: sheared
def minimum_image_distances(positions, cell):
    f = (positions[:, None] - positions) @ np.linalg.inv(cell)
    f = f - np.round(f)
    shifts = np.array(list(np.ndindex(5, 5, 5))) - 2
    return np.linalg.norm((f[:, :, None] + shifts) @ cell, axis=-1).min(-1)
