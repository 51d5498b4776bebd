# expects that training leaves a meV
q28_experiment = {"fixed": 660, "fixed_longer": 660, "learned": 1.0}
