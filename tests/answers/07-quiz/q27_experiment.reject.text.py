# a number in quotation marks
# says: str|whole number
q27_experiment = {"dft_step": "837", "potential_step": 1.5, "break_even": 13.99}
