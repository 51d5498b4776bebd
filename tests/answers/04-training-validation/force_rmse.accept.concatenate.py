# all components in one array
def force_rmse(predicted_list, true_list):
    p, t = np.concatenate([np.asarray(x) for x in predicted_list]), np.concatenate([np.asarray(x) for x in true_list])
    return np.sqrt(np.mean((p - t) ** 2))
