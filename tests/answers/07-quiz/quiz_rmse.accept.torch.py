# a tensor
quiz_rmse = torch.tensor([50.0, 100, 70, 120]).pow(2).mean().sqrt()
