# no root (visible value is the same)
# says: root is missing
def force_rmse(predicted_list, true_list):
    ds = [np.asarray(p) - np.asarray(t) for p, t in zip(predicted_list, true_list)]
    return np.mean(np.concatenate([d.ravel() for d in ds]) ** 2)
