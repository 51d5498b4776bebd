# frame after frame, against the last unwrapped one
def unwrap(positions, cell):
    cell = np.asarray(cell, dtype=float)
    inverse = np.linalg.inv(cell)
    result = [np.asarray(positions[0], dtype=float)]
    for frame in positions[1:]:
        step = np.asarray(frame) - result[-1]
        s = step @ inverse
        result.append(result[-1] + (s - np.round(s)) @ cell)
    return np.stack(result)
