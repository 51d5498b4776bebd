# single precision
quiz_mae = np.float32(84.0)
