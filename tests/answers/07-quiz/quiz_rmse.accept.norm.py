# a norm
t = byhand.table("rmse", student)
quiz_rmse = 1000 * np.linalg.norm(t.predicted - t.true) / np.sqrt(len(t.true))
