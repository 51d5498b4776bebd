# judges letters that were not drawn
# says: no statement
q27_statements = dict.fromkeys("abcdefgh", True)
