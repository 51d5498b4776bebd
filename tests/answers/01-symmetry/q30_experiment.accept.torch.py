# torch scalars, the change as a product
import torch

q30_experiment = {"o_and_h": False, "by_length": torch.tensor(0.0), "by_label": torch.tensor(-1.5) * (left_bond - 0.96)}
