# lengths of vectors
# says: lengths
def force_rmse(predicted_list, true_list):
    ds = [np.asarray(p) - np.asarray(t) for p, t in zip(predicted_list, true_list)]
    return np.sqrt(np.mean(np.concatenate([np.sum(d**2, axis=1) for d in ds])))
