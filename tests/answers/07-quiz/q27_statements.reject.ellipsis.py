# the template as it is printed
# says: True or False
q27_statements = dict.fromkeys("abcdef", ...)
