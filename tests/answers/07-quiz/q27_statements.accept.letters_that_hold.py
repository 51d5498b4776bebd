# the letters that hold, and the others
q27_statements = {letter: letter in "ace" for letter in "abcdef"}
