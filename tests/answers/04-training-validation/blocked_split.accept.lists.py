# lists of equal blocks, the last shorter
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    length = -(-n // n_blocks)
    blocks = [list(range(s, min(s + length, n))) for s in range(0, n, length)]
    rng.shuffle(blocks)
    a, b = round(fractions[0] * len(blocks)), round((fractions[0] + fractions[1]) * len(blocks))
    return [sum(part, []) for part in (blocks[:a], blocks[a:b], blocks[b:])]
