# Exact fractions instead of floats
from fractions import Fraction


def mae(predicted, true):
    pairs = zip(np.ravel(predicted).tolist(), np.ravel(true).tolist(), strict=True)
    errors = [abs(Fraction(p) - Fraction(t)) for p, t in pairs]
    return sum(errors) / len(errors)
