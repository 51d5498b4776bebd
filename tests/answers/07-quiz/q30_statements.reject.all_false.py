# calls everything false
q30_statements = dict.fromkeys("abcdef", False)
