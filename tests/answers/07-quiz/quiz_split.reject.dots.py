# the template as it stands
# says: missing
quiz_split = {"training": ..., "validation": ..., "test": ..., "leaking": ...}
