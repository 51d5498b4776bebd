# some other number
# says: no slip that is known
quiz_units = 1234.5
