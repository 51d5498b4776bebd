# the epoch in which training stops
# says: stops
quiz_overfit = {"overfits_from": 10, "kept": 7, "structures": 4050}
