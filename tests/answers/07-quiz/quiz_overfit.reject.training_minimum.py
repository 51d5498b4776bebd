# the minimum of the training error
# says: training error
quiz_overfit = {"overfits_from": 12, "kept": 4, "structures": 4050}
