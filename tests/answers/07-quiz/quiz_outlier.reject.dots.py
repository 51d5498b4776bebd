# the template as it stands
# says: missing
quiz_outlier = {"mae": ..., "rmse": ..., "share": ...}
