# words instead of truth values
# says: quotation
q28_learned_statements = {"a": "False", "b": "False", "c": "False", "d": "True", "e": "True", "f": "True"}
