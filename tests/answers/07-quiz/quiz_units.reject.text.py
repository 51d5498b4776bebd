# text instead of a number
# says: str
quiz_units = "8.67"
