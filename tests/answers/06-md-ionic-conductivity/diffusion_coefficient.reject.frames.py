# takes the window for frame numbers
def diffusion_coefficient(times_fs, msd, window):
    t, m = np.asarray(times_fs), np.asarray(msd)
    start, stop = int(window[0]), int(window[1])
    return np.polyfit(t[start // 10 : stop // 10], m[start // 10 : stop // 10], 1)[0] / 60
