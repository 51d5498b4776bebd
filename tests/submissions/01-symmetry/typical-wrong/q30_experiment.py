q30_experiment = {"by_label": 0.0, "by_length": 0.0, "o_and_h": False}  # "it is a sum, so it is invariant"
