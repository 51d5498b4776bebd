# the letters that hold, and the others
q29_statements = {letter: letter in "abe" for letter in "abcdef"}
