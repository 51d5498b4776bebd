# text instead of a number
# says: str
quiz_mae = "84"
