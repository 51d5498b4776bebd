# with loops
c = byhand.table("overfit", student)
v, best, wait = c.validation, 0, 0
for k in range(1, len(v)):
    if v[k] < v[best]:
        best, wait = k, 0
    else:
        wait += 1
    if wait == c.patience:
        break
quiz_overfit = {"overfits_from": v.index(min(v)), "kept": best, "structures": 50 * 3**4}
