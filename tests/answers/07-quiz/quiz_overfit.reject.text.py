# a number in quotation marks
# says: str|whole number
quiz_overfit = {"overfits_from": "10", "kept": 4, "structures": 4050}
