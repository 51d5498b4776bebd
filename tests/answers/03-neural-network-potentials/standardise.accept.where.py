# a constant column gets scale one
def standardise(train, other):
    train, other = np.array(train, float), np.array(other, float)
    mean, spread = np.mean(train, 0), np.std(train, 0)
    spread[spread == 0] = 1
    return [(train - mean) / spread, (other - mean) / spread]
