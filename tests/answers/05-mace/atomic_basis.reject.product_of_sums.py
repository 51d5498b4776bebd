# multiplies the sums
# says: product of two sums
def atomic_basis(radial, harmonics, center, n_atoms):
    zero = radial.new_zeros
    R, Y = zero(n_atoms, radial.shape[1]).index_add(0, center, radial), zero(n_atoms, 9).index_add(0, center, harmonics)
    return R[:, :, None] * Y[:, None, :]
