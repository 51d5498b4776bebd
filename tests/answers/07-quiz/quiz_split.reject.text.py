# a number in quotation marks
# says: str|whole number
quiz_split = {"training": "800", "validation": 114, "test": 229, "leaking": 91}
