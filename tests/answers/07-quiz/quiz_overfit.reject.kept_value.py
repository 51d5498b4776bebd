# the error instead of the epoch
# says: give the epoch
quiz_overfit = {"overfits_from": 10, "kept": 64, "structures": 4050}
