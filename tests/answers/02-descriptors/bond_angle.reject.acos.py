# math.acos stops where rounding takes the cosine beyond 1.
# says: math domain error.*Clip it
from math import acos, dist

def bond_angle(r_i, r_j, r_k):
    dot = sum((b - a) * (c - a) for a, b, c in zip(r_i, r_j, r_k))
    return acos(dot / dist(r_i, r_j) / dist(r_i, r_k))
