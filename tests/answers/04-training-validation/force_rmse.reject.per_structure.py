# mean of per-structure RMSE
# says: each structure
def force_rmse(predicted_list, true_list):
    ds = [np.asarray(p) - np.asarray(t) for p, t in zip(predicted_list, true_list)]
    return np.mean([np.sqrt(np.mean(d**2)) for d in ds])
