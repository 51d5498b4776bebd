# believes that the sum over atoms is enough
# says: not enough
q30_experiment = {"by_label": 0.0, "by_length": 0.0, "o_and_h": False}
