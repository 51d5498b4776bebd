# a straight line through the values
# says: logarithmic
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 783.3}
