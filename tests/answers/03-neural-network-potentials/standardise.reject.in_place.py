# changes the data of the caller
# says: in place
def standardise(train, other):
    mean, s = np.mean(train, 0), np.std(train, 0)
    s[s == 0] = 1
    train -= mean
    train /= s
    return train, (other - mean) / s
