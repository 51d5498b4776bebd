# MAE
# says: expected
def force_rmse(predicted_list, true_list):
    ds = [np.asarray(p) - np.asarray(t) for p, t in zip(predicted_list, true_list)]
    return np.mean(np.abs(np.concatenate([d.ravel() for d in ds])))
