# the letters that hold, and the others
q30_statements = {letter: letter in "bce" for letter in "abcdef"}
