# forgets the 2 eV/Å
# says: 2 eV/Å
q29_experiment = {"vector": [-1.26, 0.9, 0.0], "component": -2.16, "contracted": 0}
