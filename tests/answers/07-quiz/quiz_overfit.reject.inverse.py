# error in proportion to 1/n
# says: 1/n
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 1012.5}
