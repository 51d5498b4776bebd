# not a number
# says: no slip that is known
quiz_mae = float("nan")
