def force_rmse(predicted_list, true_list):
    total, count = 0.0, 0
    for p, t in zip(predicted_list, true_list):
        difference = np.asarray(p) - np.asarray(t)
        total += (difference**2).sum()
        count += difference.size
    return (total / count) ** 0.5
