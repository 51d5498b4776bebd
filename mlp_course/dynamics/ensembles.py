"""ASE's integrators, set up so that the temperature is the one asked for.

Time steps in fs, temperatures in K. All three keep the centre of mass at rest, and all three count
3N - 3 degrees of freedom. Two traps of ASE 3.29 are stepped around: `Langevin` removes the motion
of the centre of mass in a way that does not sample the canonical ensemble (its own documentation
advises the constraint used here), and `NoseHooverChainNVT` counts 3N degrees of freedom, which
heats N atoms without net momentum to N/(N - 1) times the temperature asked for.
"""

import json

import ase
import numpy as np
from ase.constraints import FixCom
from ase.md.langevin import Langevin
from ase.md.md import MolecularDynamics
from ase.md.nose_hoover_chain import NoseHooverChainNVT, NoseHooverChainThermostat
from ase.md.verlet import VelocityVerlet
from ase.units import fs

from mlp_course.dynamics.newton import maxwell_boltzmann


def thermalize(atoms: ase.Atoms, temperature: float, rng: np.random.Generator) -> None:
    """Give `atoms` (N) new velocities, in place: `maxwell_boltzmann` at `temperature` (K)."""
    velocities = maxwell_boltzmann(atoms.get_masses(), temperature, rng)
    atoms.set_velocities(velocities)


def nve(atoms: ase.Atoms, timestep_fs: float) -> VelocityVerlet:
    """Newton's dynamics of `atoms` (N): constant energy.

    So what the energy does tells how good the forces are.
    """
    _at_rest(atoms)
    timestep = _positive(timestep_fs, "time step") * fs
    return VelocityVerlet(atoms, timestep)


def langevin(
    atoms: ase.Atoms,
    timestep_fs: float,
    temperature: float,
    friction_per_fs: float,
    rng: np.random.Generator,
) -> Langevin:
    """Friction and random kicks on each of the atoms (N): robust, and forgets how it was started.

    Friction slows diffusion down: equilibrate with it, but measure with another one. Adds ASE's
    FixCom to `atoms`, so later ask for `get_forces(apply_constraint=False)`. E. Vanden-Eijnden,
    G. Ciccotti, Chem. Phys. Lett. 429, 310 (2006), doi:10.1016/j.cplett.2006.07.086, Eq. 39.
    """
    _at_rest(atoms)
    atoms.set_constraint(FixCom())
    temperature = _positive(temperature, "temperature")
    friction = _positive(friction_per_fs, "friction") / fs
    timestep = _positive(timestep_fs, "time step") * fs
    return Langevin(
        atoms,
        timestep,
        temperature_K=temperature,
        friction=friction,
        fixcm=False,
        rng=rng,
    )


class NoseHoover(NoseHooverChainNVT):
    """ASE's Nosé-Hoover chain of three for N atoms without net momentum.

    They have 3N - 3 degrees of freedom.
    """

    def __init__(self, atoms: ase.Atoms, timestep: float, temperature_K: float, tdamp: float):
        super().__init__(atoms, timestep, temperature_K=temperature_K, tdamp=tdamp)
        # A chain that takes the atoms for one fewer counts 3 (N - 1) degrees of freedom.
        self._thermostat = NoseHooverChainThermostat(
            len(atoms) - 1,
            self.masses,
            temperature_K,
            tdamp,
        )
        self.settings = {"temperature_K": temperature_K, "tdamp": tdamp}

    def todict(self) -> dict:
        """What ASE writes down about a run."""
        return super().todict() | self.settings


def nose_hoover(
    atoms: ase.Atoms,
    timestep_fs: float,
    temperature: float,
    damping_fs: float,
) -> NoseHoover:
    """A heat bath without random numbers, coupled to all atoms (N) at once within `damping_fs`.

    It disturbs diffusion least. It scales velocities and cannot start from atoms at rest: call
    `thermalize` first (ValueError). G. J. Martyna, M. L. Klein, M. Tuckerman, J. Chem. Phys. 97,
    2635 (1992), doi:10.1063/1.463940.
    """
    _at_rest(atoms)
    if not atoms.get_kinetic_energy() > 0:
        raise ValueError(
            "Nosé-Hoover scales velocities, and the atoms are at rest: "
            "thermalize(atoms, ...) first."
        )
    temperature = _positive(temperature, "temperature")
    damping = _positive(damping_fs, "damping time") * fs
    timestep = _positive(timestep_fs, "time step") * fs
    return NoseHoover(atoms, timestep, temperature, damping)


INTERRUPTIBLE = (VelocityVerlet, Langevin, NoseHoover)


def state_of(dynamics: MolecularDynamics) -> dict[str, np.ndarray]:
    """All that `restore` needs to go on as if nothing had happened.

    That is positions and momenta (N, 3), the bath, and random numbers. Raises ValueError for an
    integrator that is not INTERRUPTIBLE.
    """
    if not isinstance(dynamics, INTERRUPTIBLE):
        raise ValueError(
            f"it is not known how to interrupt {type(dynamics).__name__}: record it without a path."
        )
    atoms = dynamics.atoms
    state = {
        "positions": atoms.get_positions(),
        "momenta": atoms.get_momenta(),
    }
    if isinstance(dynamics, NoseHoover):
        bath = dynamics._thermostat
        state["bath"] = np.array([bath._eta, bath._p_eta])
    if isinstance(dynamics, Langevin):
        random = json.dumps(dynamics.rng.bit_generator.state)
        state["random"] = np.array(random)
    return state


def restore(dynamics: MolecularDynamics, state: dict[str, np.ndarray]) -> None:
    """Put `dynamics` and its atoms (N) back to where `state_of` was called."""
    atoms = dynamics.atoms
    atoms.set_positions(state["positions"], apply_constraint=False)
    atoms.set_momenta(state["momenta"], apply_constraint=False)
    if isinstance(dynamics, NoseHoover):
        # ASE's chain keeps positions and momenta of its own.
        dynamics._q = atoms.get_positions()
        dynamics._p = atoms.get_momenta()
        eta, p_eta = state["bath"]
        dynamics._thermostat._eta[:] = eta
        dynamics._thermostat._p_eta[:] = p_eta
    if isinstance(dynamics, Langevin):
        random = str(state["random"])
        dynamics.rng.bit_generator.state = json.loads(random)


def expect_free(atoms: ase.Atoms) -> None:
    """Raise ValueError if a constraint holds atoms: 3N - 3 degrees of freedom are counted."""
    if any(type(constraint) is not FixCom for constraint in atoms.constraints):
        raise ValueError(
            "3N - 3 degrees of freedom are counted: take the constraints of the atoms away."
        )


def _at_rest(atoms: ase.Atoms) -> None:
    """Stop the centre of mass.

    Raises ValueError where the atoms are fewer than two or held by a constraint.
    """
    if len(atoms) < 2:
        raise ValueError("dynamics needs at least two atoms: the centre of mass is held at rest.")
    expect_free(atoms)
    # FixCom comes from an earlier run with Langevin: it would change the momenta that are set.
    atoms.set_constraint()
    momenta = atoms.get_momenta()  # (N, 3)
    masses = atoms.get_masses()  # (N,)
    share = masses[:, None] * momenta.sum(axis=0) / masses.sum()
    atoms.set_momenta(momenta - share)


def _positive(value: float, name: str) -> float:
    """The value; ValueError unless it is positive and finite."""
    if not 0 < value < np.inf:
        raise ValueError(f"the {name} must be positive, got {value}.")
    return value
