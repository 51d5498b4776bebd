# divides by zero on a constant column
# says: constant
def standardise(train, other):
    t, o = np.asarray(train, float), np.asarray(other, float)
    return (t - t.mean(0)) / t.std(0), (o - t.mean(0)) / t.std(0)
