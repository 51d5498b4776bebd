# the nearest simulated value
# says: go on with the line
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    nearest = np.argmin(abs(np.asarray(T_fit) - T))
    value = nernst_einstein(np.asarray(D_fit)[nearest], n_ions, volume, T)
    spread = np.std(np.log(D_fit))
    return value, value * np.exp(-spread), value * np.exp(spread)
