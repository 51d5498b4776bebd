# SciPy, with the bohr radius to six digits.
from scipy.linalg import eigh
from scipy.spatial.distance import pdist, squareform

def coulomb_eigenvalues(positions, numbers):
    z = np.array(numbers, float)
    inverse = squareform(1 / (pdist(np.array(positions, float)) / 0.529177))
    values = eigh(np.outer(z, z) * inverse + np.diag(z**2.4) / 2, eigvals_only=True)
    return values[np.argsort(abs(values))[::-1]]
