# averages with the sign
# says: cancel
quiz_mae = -8
