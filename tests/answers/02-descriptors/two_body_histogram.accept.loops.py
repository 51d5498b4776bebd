# Plain loops over atoms and bins, integers.
def two_body_histogram(positions, numbers, elements, bin_edges):
    out = [[[0 for _ in bin_edges[1:]] for _ in elements] for _ in positions]
    for i, a in enumerate(positions):
        for j, b in enumerate(positions):
            if i == j:
                continue
            d = sum((x - y) ** 2 for x, y in zip(a, b)) ** 0.5
            for s, e in enumerate(elements):
                for k in range(len(bin_edges) - 1):
                    if numbers[j] == e and bin_edges[k] <= d < bin_edges[k + 1]:
                        out[i][s][k] += 1
    return out
