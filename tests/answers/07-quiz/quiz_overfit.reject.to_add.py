# the structures to add
# says: all
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 3600}
