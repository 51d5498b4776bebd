# worked out with a pencil
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 4050}
