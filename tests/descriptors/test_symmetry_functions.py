"""G2 and G4 of one environment are what DScribe gives the atom in its middle."""

import numpy as np
import pytest
from ase import Atoms
from dscribe.descriptors import ACSF as Reference

from mlp_course.descriptors import acsf_g2, acsf_g4

PARAMETERS = [(0.01, 1, 1), (0.01, 4, -1), (0.05, 2, 1), (0.02, 1.5, -1)]


def environment(seed: int) -> np.ndarray:  # (7, 3) Å, some beyond the cutoff
    return np.random.default_rng(seed).uniform(-3, 3, (7, 3))


@pytest.mark.parametrize("seed", range(4))
def test_equal_to_dscribe(seed):
    v = environment(seed)
    atoms = Atoms("OH7", np.vstack([np.zeros(3), v]))
    g2 = [(0.5, 0.0), (4.0, 1.5)]
    reference = Reference(species=["H", "O"], r_cut=4.0, g2_params=g2, g4_params=PARAMETERS)
    wanted = reference.create(atoms)[0]
    r = np.linalg.norm(v, axis=1)
    ours = [acsf_g2(r, eta, shift, 4.0) for eta, shift in g2]
    assert np.abs(np.subtract(ours, wanted[1:3])).max() < 1e-10
    ours = [acsf_g4(v.tolist(), *parameters, 4.0) for parameters in PARAMETERS]
    assert np.abs(np.subtract(ours, wanted[6:10])).max() < 1e-10


def test_nothing_around_gives_zero():
    assert acsf_g2([], 1.0, 0.0, 4.0) == 0
    assert acsf_g4([], 0.01, 1, 1, 4.0) == 0
    assert acsf_g4([[1, 0, 0]], 0.01, 1, 1, 4.0) == 0
