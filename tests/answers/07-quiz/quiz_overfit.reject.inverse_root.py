# error in proportion to 1/√n
# says: √n
quiz_overfit = {"overfits_from": 10, "kept": 4, "structures": 2278.1}
