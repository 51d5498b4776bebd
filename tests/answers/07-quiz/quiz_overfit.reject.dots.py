# the template as it stands
# says: missing
quiz_overfit = {"overfits_from": ..., "kept": ..., "structures": ...}
