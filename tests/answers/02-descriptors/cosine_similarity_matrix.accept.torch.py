# Torch's cosine_similarity with broadcasting.
def cosine_similarity_matrix(features):
    x = torch.tensor(np.array(features, dtype=float))
    return torch.nn.functional.cosine_similarity(x[:, None], x[None], dim=2)
