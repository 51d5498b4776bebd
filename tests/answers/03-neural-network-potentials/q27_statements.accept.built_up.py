# all false first, then the true ones
q27_statements = dict.fromkeys("abcdef", False)
for letter in ("a", "b", "e"):
    q27_statements[letter] = True
