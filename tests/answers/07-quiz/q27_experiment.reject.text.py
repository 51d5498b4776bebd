# a number in quotation marks
# says: str|whole number
q27_experiment = {"pairs": "6", "third_power": 216, "break_even": 253.1}
