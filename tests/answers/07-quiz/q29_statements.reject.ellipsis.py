# the template as it is printed
# says: True or False
q29_statements = dict.fromkeys("abcdef", ...)
