# the right number of another name's table
# says: \(see |\(See 
quiz_rmse = 57.01
