# worked out with a pencil
quiz_mae = 84
