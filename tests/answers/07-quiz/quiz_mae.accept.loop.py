# a loop over the table
t = byhand.table("mae", student)
quiz_mae = sum(1000 * abs(p - q) for p, q in zip(t.true, t.predicted)) / len(t.true)
