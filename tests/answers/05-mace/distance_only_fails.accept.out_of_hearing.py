# atoms that never hear anybody
def distance_only_fails():
    return np.array([[0.0, 0, 0], [8, 0, 0]]), np.array([[0.0, 0, 0], [9, 0, 0]])
