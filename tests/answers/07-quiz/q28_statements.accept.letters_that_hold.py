# the letters that hold, and the others
q28_statements = {letter: letter in "cde" for letter in "abcdef"}
