"""The families of potentials: how each is made, taught and cited.

A new one is one file and one entry here.

    family = FAMILIES["MACE"]
    potential = family.make(elements=[1, 6, 8], cutoff=5.0, seed=0)
    family.teach(potential, train, validation, budget=30.0)

Tests hold every entry to the same contract, the course's reference lists them, and data are made
from them.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mlp_course.data import Labelled
from mlp_course.descriptors import ACE, ACSF, SOAP, PowerSpectrum
from mlp_course.potentials import (
    MACE,
    BehlerParrinello,
    LennardJones,
    LinearACE,
    Model,
    MomentPotential,
    Morse,
    ResidualNetwork,
    ScalarMessages,
    SparseGP,
    TripleMessages,
    VectorMessages,
)
from mlp_course.training import Recipe, Trainer, batches, fit, merge_batches
from mlp_course.training.batches import Batch
from mlp_course.training.listeners import EarlyStopping

Make = Callable[[Sequence[int], float, int], Model]
Teach = Callable[[Model, Sequence[Labelled], Sequence[Labelled], float], None]

# How forces of one molecule scale, the cheapest first.
PAIRS = "pairs"
TRIPLES = "triples"
PRODUCTS = "products of a density"
REFERENCES = "comparisons with reference atoms"
MESSAGES = "messages"


@dataclass(frozen=True)
class Family:
    """One family of potentials.

    `make(elements, cutoff, seed)` gives an untaught potential for atomic numbers and a cutoff in Å.
    `teach(potential, train, validation, budget)` teaches it on labelled frames within about
    `budget` CPU seconds, and keeps what was best on the validation frames if there are any; a
    closed form takes the time it takes.
    """

    name: str
    generation: str
    source: str  # paper and equation
    cost: str  # what most of the time goes into
    make: Make
    teach: Teach


def by_descent(recipe: Recipe) -> Teach:
    """Teaching step by step: as many epochs of `recipe` as fit into the budget, at least one."""

    def teach(
        potential: Model,
        train: Sequence[Labelled],
        validation: Sequence[Labelled],
        budget: float,
    ) -> None:
        epochs = _epochs_within(budget, potential, train, validation, recipe)
        trainer = Trainer(potential, train, validation, recipe=replace(recipe, epochs=epochs))
        if not validation:
            fit(trainer)
            return
        best = EarlyStopping(patience=epochs)
        fit(trainer, [best])
        best.restore(trainer)

    return teach


def at_once(potential: Model, train: Sequence[Labelled], *_: object) -> None:
    """Teaching by a closed form: one linear solve."""
    batch = _in_one(potential, train)
    potential.fit(batch.graph, batch.energy, batch.forces)


def by_comparison(per_element: int) -> Teach:
    """Teaching a `SparseGP`.

    The most different atoms of each element are chosen, then one linear solve.
    """

    def teach(potential: Model, train: Sequence[Labelled], *_: object) -> None:
        if not isinstance(potential, SparseGP):
            raise TypeError(f"only a SparseGP compares atoms, not a {type(potential).__name__}.")
        batch = _in_one(potential, train)
        potential.choose(batch.graph, per_element)
        potential.fit(batch.graph, batch.energy, batch.forces)

    return teach


def _in_one(potential: Model, train: Sequence[Labelled]) -> Batch:
    """All structures in one batch. Raises ValueError if there are none."""
    if not train:
        raise ValueError("a potential needs structures to learn from; there are none.")
    return merge_batches(batches(potential, train))


def _epochs_within(
    budget: float,
    potential: Model,
    train: Sequence[Labelled],
    validation: Sequence[Labelled],
    recipe: Recipe,
) -> int:
    """How many epochs `budget` CPU seconds are enough for: one is run on trial, and taken back."""
    before = {name: value.clone() for name, value in potential.state_dict().items()}
    start = time.process_time()
    trial = Trainer(potential, train, validation, recipe=replace(recipe, epochs=1))
    prepared = time.process_time()
    fit(trial)
    end = time.process_time()
    potential.load_state_dict(before)
    left = budget - 2 * (prepared - start) - (end - prepared)
    return max(1, int(left / (end - prepared)))


_ALL = (
    Family(
        name="LennardJones",
        generation="pair law",
        source="J. E. Jones, Proc. R. Soc. Lond. A 106, 463 (1924)",
        cost=PAIRS,
        make=lambda elements, cutoff, seed: LennardJones(0.01, 0.35 * cutoff, cutoff),
        teach=by_descent(Recipe(batch_size=16, learning_rate=1e-2)),
    ),
    Family(
        name="Morse",
        generation="pair law",
        source="P. M. Morse, Phys. Rev. 34, 57 (1929)",
        cost=PAIRS,
        make=lambda elements, cutoff, seed: Morse(0.3, 1.3, 1.2, cutoff),
        teach=by_descent(Recipe(batch_size=16, learning_rate=1e-2)),
    ),
    Family(
        name="BehlerParrinello",
        generation="network on a fixed descriptor",
        source="J. Behler, M. Parrinello, Phys. Rev. Lett. 98, 146401 (2007)",
        cost=TRIPLES,
        make=lambda elements, cutoff, seed: BehlerParrinello(ACSF(elements, cutoff), seed=seed),
        teach=by_descent(Recipe(batch_size=16, learning_rate=5e-3)),
    ),
    Family(
        name="ResidualNetwork",
        generation="network on a fixed descriptor",
        source="H. Montes-Campos et al., J. Chem. Inf. Model. 62, 88 (2022)",
        cost=PRODUCTS,
        make=lambda elements, cutoff, seed: ResidualNetwork(
            PowerSpectrum(elements, cutoff), seed=seed
        ),
        teach=by_descent(Recipe(batch_size=16, learning_rate=5e-3)),
    ),
    Family(
        name="SparseGP",
        generation="kernel on a fixed descriptor",
        source="A. P. Bartók et al., Phys. Rev. Lett. 104, 136403 (2010)",
        cost=REFERENCES,
        make=lambda elements, cutoff, seed: SparseGP(
            SOAP(elements, cutoff, n_max=6, l_max=4, sigma=0.5)
        ),
        teach=by_comparison(per_element=60),
    ),
    Family(
        name="LinearACE",
        generation="linear in a fixed basis",
        source="R. Drautz, Phys. Rev. B 99, 014104 (2019)",
        cost=PRODUCTS,
        make=lambda elements, cutoff, seed: LinearACE(ACE(elements, cutoff)),
        teach=at_once,
    ),
    Family(
        name="MomentPotential",
        generation="network on learned moments",
        source="after A. V. Shapeev, Multiscale Model. Simul. 14, 1153 (2016), Eqs. 2.4-2.6",
        cost=PAIRS,
        make=lambda elements, cutoff, seed: MomentPotential(elements, cutoff, seed=seed),
        teach=by_descent(Recipe(batch_size=5, learning_rate=1e-2)),
    ),
    Family(
        name="ScalarMessages",
        generation="messages of scalars",
        source="after K. T. Schütt et al., J. Chem. Phys. 148, 241722 (2018), Eqs. 4-6",
        cost=MESSAGES,
        make=lambda elements, cutoff, seed: ScalarMessages(elements, cutoff, seed=seed),
        teach=by_descent(Recipe(batch_size=5, learning_rate=1e-2)),
    ),
    Family(
        name="TripleMessages",
        generation="messages of scalars and angles",
        source="after J. Gasteiger et al., arXiv:2003.03123 (2020), Eqs. 4-6",
        cost=TRIPLES,
        make=lambda elements, cutoff, seed: TripleMessages(elements, cutoff, seed=seed),
        teach=by_descent(Recipe(batch_size=5, learning_rate=1e-2)),
    ),
    Family(
        name="VectorMessages",
        generation="equivariant messages",
        source="after K. T. Schütt et al., ICML 2021, arXiv:2102.03150, Eqs. 7-10",
        cost=MESSAGES,
        make=lambda elements, cutoff, seed: VectorMessages(elements, cutoff, seed=seed),
        teach=by_descent(Recipe(batch_size=5, learning_rate=1e-2)),
    ),
    Family(
        name="MACE",
        generation="equivariant messages of many bodies",
        source="I. Batatia et al., arXiv:2206.07697 (2022), Eqs. 8-13",
        cost=MESSAGES,
        make=lambda elements, cutoff, seed: MACE(elements, cutoff, seed=seed),
        teach=by_descent(Recipe(batch_size=5, learning_rate=1e-2)),
    ),
)
FAMILIES = {family.name: family for family in _ALL}
