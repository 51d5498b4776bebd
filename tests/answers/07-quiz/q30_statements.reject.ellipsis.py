# the template as it is printed
# says: True or False
q30_statements = dict.fromkeys("abcdef", ...)
