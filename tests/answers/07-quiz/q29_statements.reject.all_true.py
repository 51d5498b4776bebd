# calls everything true
q29_statements = dict.fromkeys("abcdef", True)
