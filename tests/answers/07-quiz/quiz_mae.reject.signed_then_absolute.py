# drops the sign at the end
# says: too late
quiz_mae = 8
