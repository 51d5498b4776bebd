# with NumPy
e = np.abs(byhand.table("outlier", student))
quiz_outlier = {"mae": e.mean(), "rmse": np.sqrt(np.mean(e**2)), "share": 100 * e.max() ** 2 / (e @ e)}
