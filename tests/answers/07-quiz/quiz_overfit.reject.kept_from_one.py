# counts from 1
# says: from 0
quiz_overfit = {"overfits_from": 10, "kept": 5, "structures": 4050}
