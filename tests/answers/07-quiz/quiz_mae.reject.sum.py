# forgets to divide
# says: sum
quiz_mae = 420
