# one step of the curve
# says: too few
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 1350}
