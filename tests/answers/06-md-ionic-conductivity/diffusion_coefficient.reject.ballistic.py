# fits everything, the ballistic part included
# says: ballistic
def diffusion_coefficient(times_fs, msd, window):
    return np.polyfit(np.asarray(times_fs), np.asarray(msd), 1)[0] / 60
