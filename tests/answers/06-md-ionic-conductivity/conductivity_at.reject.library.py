# the library's prediction interval
# says: the library.s function
from mlp_course.transport import conductivity_at as of_the_library

def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    return of_the_library(T_fit, D_fit, T, n_ions, volume)
