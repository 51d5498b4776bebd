# judges letters that were not drawn
# says: no statement
q30_statements = dict.fromkeys("abcdefgh", True)
