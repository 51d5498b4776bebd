# The template as it is printed.
# says: True or False
q28_fixed_statements = dict.fromkeys('abcdef', ...)
