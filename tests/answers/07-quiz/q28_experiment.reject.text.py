# a number in quotation marks
# says: str|whole number
q28_experiment = {"fixed": "660", "fixed_longer": 660, "learned": 0}
