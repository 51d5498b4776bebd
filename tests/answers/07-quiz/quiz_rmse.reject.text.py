# text instead of a number
# says: str
quiz_rmse = "89.2"
