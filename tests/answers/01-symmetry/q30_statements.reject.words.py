# words instead of truth values
# says: quotation
q30_statements = {"a": "True", "b": "False", "c": "True", "d": "True", "e": "False", "f": "False"}
