# a loop over the table
t = byhand.table("units", student)
quiz_units = np.mean([1000 * abs(p - q) / n for p, q, n in zip(t.true, t.predicted, t.atoms)])
