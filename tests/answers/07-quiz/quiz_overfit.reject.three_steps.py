# three steps of the curve
# says: too many
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 12150}
