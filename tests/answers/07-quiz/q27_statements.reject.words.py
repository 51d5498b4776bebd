# words instead of truth values
# says: quotation
q27_statements = {"a": "True", "b": "False", "c": "True", "d": "False", "e": "True", "f": "False"}
