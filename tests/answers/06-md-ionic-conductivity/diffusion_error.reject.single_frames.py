# standard deviation of the frames' squared displacements
# says: Not the standard error
def diffusion_error(positions, times_fs, n_blocks):
    r = np.asarray(positions, float)
    square = ((r - r[0]) ** 2).sum(-1).mean(-1)
    return square.std(ddof=1) / np.sqrt(len(square)) / (6 * (times_fs[-1] - times_fs[0])) * 0.1
