# loops in NumPy
def bispectrum_112(A):
    A = A.numpy()
    out = np.zeros(A.shape[:2])
    for n in range(A.shape[0]):
        for c in range(A.shape[1]):
            y, z, x, xy, yz, zz, xz, xx = A[n, c, 1:]
            s = zz / np.sqrt(3)
            m = np.array([[xx - s, xy, xz], [xy, -xx - s, yz], [xz, yz, 2 * s]])
            out[n, c] = np.array([x, y, z]) @ m @ np.array([x, y, z])
    return torch.from_numpy(out)
