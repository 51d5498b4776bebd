# a tensor
q29_experiment = {"vector": torch.tensor([-1.26, 0.9, 0.0]), "component": -4.32, "contracted": 0}
