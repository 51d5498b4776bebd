# a rotation matrix
R = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1]])
v = np.array([a, b, 0])
q29_experiment = {"vector": R @ v, "component": 2 * ((R @ v)[0] - a), "contracted": 0.0}
