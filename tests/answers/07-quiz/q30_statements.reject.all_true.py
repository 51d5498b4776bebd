# calls everything true
q30_statements = dict.fromkeys("abcdef", True)
