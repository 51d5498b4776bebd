# adds up squares and counts
def force_rmse(predicted_list, true_list):
    total, count = 0.0, 0
    for p, t in zip(predicted_list, true_list):
        difference = np.array(p) - np.array(t)
        total, count = total + np.sum(difference**2), count + difference.size
    return (total / count) ** 0.5
