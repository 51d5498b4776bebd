# ddof 1
# says: ddof 0
def standardise(train, other):
    t, o = np.asarray(train, float), np.asarray(other, float)
    s = t.std(0, ddof=1)
    s[s == 0] = 1
    return (t - t.mean(0)) / s, (o - t.mean(0)) / s
