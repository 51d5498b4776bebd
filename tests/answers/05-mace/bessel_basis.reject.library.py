# the library's
# says: the library.s function
def bessel_basis(r, r_cut, n):
    from mlp_course.radial import bessel_basis as theirs

    return theirs(r, r_cut, n)
