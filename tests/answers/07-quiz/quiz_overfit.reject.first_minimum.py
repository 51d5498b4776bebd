# the first minimum
# says: lower value
quiz_overfit = {"overfits_from": 4, "kept": 4, "structures": 4050}
