# forces the line through zero
# says: constant included
def diffusion_coefficient(times_fs, msd, window):
    t, m = np.asarray(times_fs, float), np.asarray(msd, float)
    use = (t >= window[0]) & (t <= window[1])
    return (t[use] @ m[use]) / (t[use] @ t[use]) / 60
