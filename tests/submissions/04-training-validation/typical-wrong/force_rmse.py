def force_rmse(predicted_list, true_list):
    each = [np.sqrt(np.mean((np.asarray(p) - np.asarray(t)) ** 2)) for p, t in zip(predicted_list, true_list)]
    return np.mean(each)  # of each structure
