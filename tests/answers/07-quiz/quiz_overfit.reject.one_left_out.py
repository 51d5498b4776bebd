# leaves one number out
# says: structures
quiz_overfit = {"overfits_from": 10, "kept": 4}
