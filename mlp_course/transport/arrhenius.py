"""D(T) = D0 exp(-E_a / kT): a straight line of ln D on 1/kT, with the interval that belongs to it.

N. R. Draper and H. Smith, Applied Regression Analysis (1998), chapters 1 and 9: weighted least
squares and t-intervals.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from ase.units import kB  # eV/K
from numpy.typing import ArrayLike
from scipy.stats import t as student_t


@dataclass(frozen=True, eq=False)
class Arrhenius:
    """A fitted Arrhenius line; make one with `Arrhenius.fit`."""

    prefactor: float  # D0, cm²/s
    activation_energy: float  # eV
    covariance: np.ndarray  # (2, 2) of (ln D0, E_a)
    scatter: float  # of ln D of one more measurement about the line
    freedom: int  # measurements minus two

    @classmethod
    def fit(
        cls,
        T: ArrayLike,  # (n,) K
        D: ArrayLike,  # (n,) cm²/s
        errors: ArrayLike | None = None,  # (n,) cm²/s
    ) -> "Arrhenius":
        """Fit D at the temperatures T; `errors` are standard errors of D.

        1. ln D = ln D0 - E_a/kT is a line, and ln D has the error (error of D)/D.
        2. Weighted least squares give ln D0, E_a and their covariance.
        3. If the points scatter more about the line than their errors allow, all errors are scaled
           up to fit (Birge ratio); scattering less is taken for luck. Without errors the scatter
           alone decides.

        Raises ValueError for fewer than two different temperatures or D <= 0.
        """
        T, D = _points(T, D)

        # 1. the line
        ln_D = np.log(D)
        one = np.ones(len(T))
        of_energy = -1 / (kB * T)
        design = np.stack([one, of_energy], axis=1)  # (n, 2)
        sigma = np.ones(len(D))
        if errors is not None:
            errors_of_D = _positive(errors, len(D), "errors")
            sigma = errors_of_D / D

        # 2. the fit
        weighted = design / sigma[:, None] ** 2
        information = weighted.T @ design
        covariance = np.linalg.inv(information)
        parameters = covariance @ weighted.T @ ln_D  # ln D0, E_a

        # 3. how the points scatter: two of them always lie on a line
        freedom = len(T) - 2
        chi2 = np.nan
        if freedom:
            residuals = (ln_D - design @ parameters) / sigma
            chi2 = (residuals**2).sum() / freedom
        scale = chi2 if errors is None else np.fmax(1.0, chi2)
        mean_weight = np.mean(sigma**-2.0)
        typical = np.sqrt(scale / mean_weight)
        return cls(
            prefactor=float(np.exp(parameters[0])),
            activation_energy=float(parameters[1]),
            covariance=scale * covariance,
            scatter=float(typical),
            freedom=freedom,
        )

    @property
    def activation_energy_error(self) -> float:
        """Standard error of E_a in eV; nan for two points without errors."""
        variance = self.covariance[1, 1]
        return float(np.sqrt(variance))

    def at(
        self,
        T: float,
        level: float = 0.95,
        of: Literal["measurement", "line"] = "measurement",
    ) -> tuple[float, float, float]:
        """D at T (K) and its interval: value, low, high in cm²/s.

        of="measurement": the prediction interval, in which one more simulation at T would fall;
        of="line": the narrower confidence interval of the line itself. Both rest on the
        t-distribution and on the line going on: no phase transition between the data and T. Raises
        ValueError for fewer than three temperatures.
        """
        if self.freedom < 1:
            raise ValueError(
                "an interval needs at least three temperatures: two points always lie on a line."
            )
        if of not in ("measurement", "line"):
            raise ValueError(f"of is 'measurement' or 'line', not {of!r}.")
        kT = kB * _positive(T, None, "T")
        row = np.array([1.0, -1 / kT])  # of `design`
        variance = row @ self.covariance @ row
        if of == "measurement":
            variance = variance + self.scatter**2

        # Symmetric about ln D, so not about D
        below = (1 + level) / 2  # half of what the interval leaves out lies above it
        quantile = student_t.ppf(below, self.freedom)
        half = quantile * np.sqrt(variance)
        ln_prefactor = np.log(self.prefactor)
        middle = ln_prefactor - self.activation_energy / kT
        value = float(np.exp(middle))
        low = float(np.exp(middle - half))
        high = float(np.exp(middle + half))
        return value, low, high

    def __str__(self) -> str:
        energy = f"({self.activation_energy:.3f} ± {self.activation_energy_error:.3f}) eV"
        return f"E_a = {energy}, D0 = {self.prefactor:.2e} cm²/s"


def arrhenius_fit(
    T: ArrayLike,
    D: ArrayLike,
    errors: ArrayLike | None = None,
) -> tuple[float, float]:
    """D0 in cm²/s and E_a in eV of D (n,) in cm²/s at T (n,) in K, as in `Arrhenius.fit`.

    >>> D0, E_a = arrhenius_fit([500, 700], 1e-3 * np.exp(-0.3 / (kB * np.array([500, 700]))))
    >>> round(D0, 9), round(E_a, 9)
    (0.001, 0.3)
    """
    line = Arrhenius.fit(T, D, errors)
    return line.prefactor, line.activation_energy


def _points(
    T: ArrayLike,  # (n,) K
    D: ArrayLike,  # (n,) cm²/s
) -> tuple[np.ndarray, np.ndarray]:
    """T and D (n,) as arrays; ValueError if there is no line through them."""
    temperatures = _positive(T, np.size(T), "T")
    if len(np.unique(temperatures)) < 2:
        raise ValueError("an Arrhenius line needs at least two different temperatures.")
    coefficients = _positive(D, len(temperatures), "D")
    return temperatures, coefficients


def _positive(values: ArrayLike, size: int | None, name: str) -> np.ndarray:
    """Positive values (size,), or a single one if the size is None; ValueError for others."""
    array = np.asarray(values, dtype=float)
    if size is None:
        shape: tuple[int, ...] = ()
        wanted = "a number"
    else:
        shape = (size,)
        wanted = f"a list of {size} numbers"
    if array.shape != shape:
        raise ValueError(f"{name} must be {wanted}.")
    is_positive = np.isfinite(array) & (array > 0)
    if not is_positive.all():
        raise ValueError(f"{name} must be positive.")
    return array
