# the template as it is printed
# says: True or False
q28_statements = dict.fromkeys("abcdef", ...)
