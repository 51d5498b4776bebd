# a tuple, and a sum
q29_experiment = {"vector": (-b, a, 0), "component": -2 * (a + b), "contracted": 0}
