# counts from 1
# says: from 0
quiz_overfit = {"overfits_from": 11, "kept": 4, "structures": 4050}
