# Clebsch-Gordan coefficients from sympy and complex harmonics
def bispectrum_112(A):
    from sympy import S
    from sympy.physics.quantum.cg import CG

    def complex_parts(block, l):
        parts = {0: block[..., l] + 0j}
        for m in range(1, l + 1):
            parts[m] = (-1) ** m * (block[..., l + m] + 1j * block[..., l - m]) / 2**0.5
            parts[-m] = (block[..., l + m] - 1j * block[..., l - m]) / 2**0.5
        return parts

    one, two = complex_parts(A[..., 1:4].numpy(), 1), complex_parts(A[..., 4:].numpy(), 2)
    total = 0
    for m in one:
        for n in one:
            c = float(CG(S(1), S(m), S(1), S(n), S(2), S(m + n)).doit())
            total = total + c * one[m] * one[n] * np.conj(two[m + n])
    return torch.from_numpy(total.real)
