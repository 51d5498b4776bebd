# some other number
# says: no slip that is known
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 77}
