def distance_matrix(positions):
    return [[sum((a - b) ** 2 for a, b in zip(p, q)) ** 0.5 for q in positions] for p in positions]
