# words instead of truth values
# says: quotation
q27_statements = dict.fromkeys("abcdef", "True")
