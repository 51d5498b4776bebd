# Euler angles whose middle angle has a uniform cosine; a nested list
import math


def random_rotation(rng):
    alpha, gamma = rng.uniform(0, 2 * math.pi), rng.uniform(0, 2 * math.pi)
    beta = math.acos(rng.uniform(-1, 1))
    return Rotation.from_euler("ZYZ", [alpha, beta, gamma]).as_matrix().tolist()
