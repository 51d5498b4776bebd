# the error instead of the epoch
# says: give the epoch
quiz_overfit = {"overfits_from": 49, "kept": 4, "structures": 4050}
