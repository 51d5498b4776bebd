# gives a nested list back
def numerical_forces(energy, positions, step):
    def moved(i, a, by):
        r = [[float(x) for x in row] for row in positions]
        r[i][a] += by
        return energy(r)

    return [[-(moved(i, a, step) - moved(i, a, -step)) / (2 * step) for a in range(3)] for i in range(len(positions))]
