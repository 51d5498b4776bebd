# a number in quotation marks
# says: str|whole number
quiz_outlier = {"mae": "5.5", "rmse": 10.75, "share": 94.3}
