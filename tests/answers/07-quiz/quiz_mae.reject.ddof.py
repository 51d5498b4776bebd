# divides by n − 1
# says: n − 1
quiz_mae = 105
