# adds 1e-8 to the spread
# says: 1e-8|statistics of
def standardise(train, other):
    train, other = np.asarray(train, dtype=float), np.asarray(other, dtype=float)
    mean, spread = train.mean(axis=0), train.std(axis=0) + 1e-8
    return (train - mean) / spread, (other - mean) / spread
