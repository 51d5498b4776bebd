# uses the future
# says: future
quiz_overfit = {"overfits_from": 10, "kept": 10, "structures": 4050}
