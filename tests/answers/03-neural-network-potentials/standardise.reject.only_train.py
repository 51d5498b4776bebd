# forgets the second
# says: two arrays
def standardise(train, other):
    t = np.asarray(train, float)
    s = t.std(0)
    s[s == 0] = 1
    return (t - t.mean(0)) / s
