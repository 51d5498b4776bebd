# judges letters that were not drawn
# says: no statement
q29_statements = dict.fromkeys("abcdefgh", True)
