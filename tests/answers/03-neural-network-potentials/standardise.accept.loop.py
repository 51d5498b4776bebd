# column by column, in lists
def standardise(train, other):
    out = [[], []]
    for column, more in zip(zip(*train), zip(*other)):
        mean = sum(column) / len(column)
        spread = (sum((x - mean) ** 2 for x in column) / len(column)) ** 0.5
        spread = spread if spread > 1e-9 else 1.0
        out[0].append([(x - mean) / spread for x in column])
        out[1].append([(x - mean) / spread for x in more])
    return tuple(np.transpose(part) for part in out)
