# the right number of another name's table
# says: \(see |\(See 
quiz_mae = 56
