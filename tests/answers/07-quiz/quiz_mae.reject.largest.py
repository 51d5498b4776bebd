# the largest error
# says: largest
quiz_mae = 120
