# the library's
# says: the library.s function
from mlp_course.transport import diffusion_error as of_the_library

def diffusion_error(positions, times_fs, n_blocks):
    return of_the_library(positions, times_fs, n_blocks)
