# A loop with math.
import math

def acsf_g2(distances, eta, r_shift, r_cut):
    total = 0
    for r in distances:
        if r < r_cut:
            total += math.exp(-eta * (r - r_shift) ** 2) * 0.5 * (math.cos(math.pi * r / r_cut) + 1)
    return total
