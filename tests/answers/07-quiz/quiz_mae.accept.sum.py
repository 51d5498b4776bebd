# sum of whole meV
quiz_mae = (120 + 100 + 110 + 50 + 40) / 5
