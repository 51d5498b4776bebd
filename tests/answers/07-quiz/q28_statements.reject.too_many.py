# judges letters that were not drawn
# says: no statement
q28_statements = dict.fromkeys("abcdefgh", True)
