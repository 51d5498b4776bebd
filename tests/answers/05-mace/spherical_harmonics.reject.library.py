# the library's
# says: the library.s function
def spherical_harmonics(vectors, l_max=2):
    from mlp_course import angular

    return angular.spherical_harmonics(vectors, l_max)
