# fractions of frames
# says: whole number
quiz_split = {"training": 800.1, "validation": 114, "test": 229, "leaking": 91}
