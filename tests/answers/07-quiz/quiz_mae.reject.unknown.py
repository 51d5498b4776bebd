# some other number
# says: no slip that is known
quiz_mae = 1234.5
