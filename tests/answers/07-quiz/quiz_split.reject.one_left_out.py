# leaves one number out
# says: leaking
quiz_split = {"training": 800, "validation": 114, "test": 229}
