# Plain Python on the list of positions.
from itertools import combinations
from math import dist

def three_body_histogram(positions, r_cut, bin_edges):
    out = []
    for i, centre in enumerate(positions):
        near = [p for j, p in enumerate(positions) if j != i and dist(p, centre) < r_cut]
        row = [0] * (len(bin_edges) - 1)
        for p, q in combinations(near, 2):
            cosine = sum((a - c) * (b - c) for a, b, c in zip(p, q, centre)) / dist(p, centre) / dist(q, centre)
            angle = np.arccos(np.clip(cosine, -1, 1))
            for b in range(len(row)):
                row[b] += int(bin_edges[b] <= angle < bin_edges[b + 1])
        out.append(row)
    return np.array(out)
