# letters and judgements side by side
q30_statements = dict(zip("abcdef", (True, False, True, True, False, False)))
