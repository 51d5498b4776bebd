# floats
quiz_overfit = {"overfits_from": 10.0, "kept": np.float64(4), "structures": 4050.0}
