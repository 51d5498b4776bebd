# mean of per-structure mean squares
# says: each structure
def force_rmse(predicted_list, true_list):
    ds = [np.asarray(p) - np.asarray(t) for p, t in zip(predicted_list, true_list)]
    return np.sqrt(np.mean([np.mean(d**2) for d in ds]))
