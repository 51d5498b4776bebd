# three harmonics of one function: l = 2 of the square of the l = 1 part
def bispectrum_112(A):
    y, z, x = A[..., 1:4].unbind(-1)
    square = [x * y, y * z, (2 * z**2 - x**2 - y**2) / 12**0.5, x * z, (x**2 - y**2) / 2]
    return -0.7 * (torch.stack(square, -1) * A[..., 4:]).sum(-1)
