# believes that sorting does not help
# says: labels play no part
q30_experiment = {"by_label": -1.5 * (left_bond - 0.96), "by_length": -1.5 * (left_bond - 0.96), "o_and_h": False}
