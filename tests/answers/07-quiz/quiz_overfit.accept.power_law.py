# with the exponent of the power law
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 450 * (72 / 32) ** (np.log(3) / np.log(1.5))}
