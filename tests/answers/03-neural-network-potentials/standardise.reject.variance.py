# divides by the variance
# says: variance
def standardise(train, other):
    t, o = np.asarray(train, float), np.asarray(other, float)
    s = t.var(0)
    s[s == 0] = 1
    return (t - t.mean(0)) / s, (o - t.mean(0)) / s
