# words instead of truth values
# says: quotation
q28_statements = {"a": "False", "b": "False", "c": "True", "d": "True", "e": "True", "f": "False"}
