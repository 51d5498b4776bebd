"""The first cell of every lesson: threads, warnings and figures set the same way everywhere."""

import logging
import os
import sys
import warnings


def begin(title: str = "") -> None:
    """Prepare the kernel for a lesson.

    One thread (a laptop's other core stays free), warnings and log lines on stdout (where a grader
    does not mistake them for an error), the course's figure style.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    import torch

    from mlp_course import plots

    torch.set_num_threads(1)
    warnings.showwarning = _show_on_stdout
    logging.basicConfig(stream=sys.stdout, level=logging.WARNING, force=True)
    plots.use_style()


def _show_on_stdout(message, category, filename, lineno, file=None, line=None) -> None:
    print(f"{category.__name__}: {message}")
