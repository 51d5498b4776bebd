"""Our MACE beside mace-torch.

Trained on the same frames of ethanol with the same settings, then timed by turns.

    python3 -m venv /tmp/mace-env
    /tmp/mace-env/bin/pip install torch==2.13.0 e3nn==0.4.4 mace-torch==0.3.16
    .venv/bin/python benchmarks/mace_torch.py /tmp/mace-env/bin/python [--epochs 50] [--rate 1e-2]

Both: 16 channels of scalars and vectors, l ≤ 2, correlation 3, two layers, 8 Bessel functions,
cutoff 5 Å, float32, 100 frames in batches of 5, Adam from `--rate` along half a cosine to 1e-5,
loss (ΔE)² + 10/(3N) Σ|ΔF|². Each side is a process of its own with one thread; they work by turns,
and CPU time counts. E + F: a prepared graph, cells of H, C, O with 64 and 216 atoms.

Measured in November 2026 on a busy machine of two cores (ours, mace-torch 0.3.16): 380-510 and
130-150 training frames a CPU second; E + F 9.5-11.5 and 23-25 ms for 64 atoms, 30-35 and 60-69 ms
for 216. On unseen trajectories after 50 epochs, one seed, force RMSE in meV/Å by the rate:
5e-3: 116, 160    1e-2: 99, 128    2e-2: 94, 102    4e-2: 106, 96.
So each with the rate that suits it: 94 and 96 meV/Å, energy MAE 2.5 and 3.2 meV/atom.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import ase.io
import numpy as np
import torch
from ase.calculators.singlepoint import SinglePointCalculator

ELEMENTS, CUTOFF, BATCH, LAST_RATE, REPEATS = [1, 6, 8], 5.0, 5, 1e-5, 5
CELLS = (64, 216)


class Ours:
    """mlp_course."""

    def __init__(self, train, scale, neighbors):
        from mlp_course.potentials import MACE

        torch.manual_seed(0)
        self.model = MACE(ELEMENTS, CUTOFF, dtype=torch.float32)
        self.model.scale.fill_(scale)
        self.model.neighbors.fill_(neighbors)
        self.single = [self.graph(atoms) for atoms in train]

    def graph(self, atoms):
        """What is prepared once."""
        from mlp_course.graph import build_graph
        from mlp_course.structures import from_ase

        return build_graph(from_ase(atoms), CUTOFF)

    def batch(self, chosen):
        """Many graphs as one."""
        from mlp_course.graph import merge

        return merge([self.single[k] for k in chosen])

    def predict(self, graph, train=False):
        """Energies (S,) and forces (N, 3)."""
        from mlp_course.potentials import evaluate

        answer = evaluate(self.model, graph, train=train)
        return answer.energy.float(), answer.forces.float()


class Peer:
    """mace-torch."""

    def __init__(self, train, scale, neighbors):
        from mace import modules  # before e3nn: it sets how torch reads e3nn's constants
        from mace.tools import AtomicNumberTable

        from e3nn import o3  # isort: skip

        torch.manual_seed(0)
        torch.set_default_dtype(torch.float32)
        self.table = AtomicNumberTable(ELEMENTS)
        blocks = modules.interaction_classes
        self.model = modules.ScaleShiftMACE(
            r_max=CUTOFF,
            num_bessel=8,
            num_polynomial_cutoff=6,
            max_ell=2,
            num_interactions=2,
            num_elements=3,
            interaction_cls=blocks["RealAgnosticResidualInteractionBlock"],
            interaction_cls_first=blocks["RealAgnosticInteractionBlock"],
            radial_MLP=[16],
            hidden_irreps=o3.Irreps("16x0e + 16x1o"),
            MLP_irreps=o3.Irreps("16x0e"),
            atomic_energies=np.zeros(3),
            avg_num_neighbors=neighbors,
            atomic_numbers=ELEMENTS,
            correlation=3,
            gate=torch.nn.functional.silu,
            atomic_inter_scale=scale,
            atomic_inter_shift=0.0,
        )
        self.single = [self._data(atoms) for atoms in train]

    def _data(self, atoms):
        from mace import data

        return data.AtomicData.from_config(
            data.config_from_atoms(atoms), z_table=self.table, cutoff=CUTOFF
        )

    def graph(self, atoms):
        """What is prepared once."""
        return self._collate([self._data(atoms)])

    def batch(self, chosen):
        """Many graphs as one."""
        return self._collate([self.single[k] for k in chosen])

    def _collate(self, single):
        from mace.tools.torch_geometric.batch import Batch

        return Batch.from_data_list(single)

    def predict(self, graph, train=False):
        """Energies (S,) and forces (N, 3)."""
        answer = self.model(graph.to_dict(), training=train, compute_force=True)
        return answer["energy"], answer["forces"]


class Worker:
    """One side: trains and is timed, a command at a time."""

    def __init__(self, side, folder):
        torch.set_num_threads(1)
        self.frames = {
            part: ase.io.read(folder / f"{part}.extxyz", ":") for part in ("train", "test")
        }
        known = json.loads((folder / "scales.json").read_text())
        train = self.frames["train"]
        self.side = {"ours": Ours, "peer": Peer}[side](train, known["scale"], known["neighbors"])
        self.energy = torch.tensor(
            [atoms.get_potential_energy() for atoms in train], dtype=torch.float32
        )
        self.forces = [torch.tensor(atoms.get_forces(), dtype=torch.float32) for atoms in train]
        self.optimizer = torch.optim.Adam(
            self.side.model.parameters(), lr=known["rate"], fused=True
        )
        self.cells = {n: self.side.graph(ase.io.read(folder / f"cell-{n}.extxyz")) for n in CELLS}
        self.random, self.rate = torch.Generator().manual_seed(0), known["rate"]

    def epoch(self, done):
        """One epoch with the rate that belongs to it, `done` from 0 to 1; CPU seconds."""
        start = time.process_time()
        for group in self.optimizer.param_groups:
            group["lr"] = LAST_RATE + (self.rate - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * done))
        for chosen in torch.randperm(len(self.energy), generator=self.random).split(BATCH):
            self.optimizer.zero_grad()
            energy, forces = self.side.predict(self.side.batch(chosen.tolist()), train=True)
            wanted = torch.cat([self.forces[k] for k in chosen])
            loss = (energy - self.energy[chosen]).square().mean() + 10 * (
                forces - wanted
            ).square().mean()
            loss.backward()
            self.optimizer.step()
        return time.process_time() - start

    def cell(self, n):
        """CPU seconds of energy and forces of a cell with n atoms, without gradients of the
        weights.
        """
        for parameter in self.side.model.parameters():
            parameter.requires_grad_(False)
        start, count = time.process_time(), 10
        for _ in range(count):
            self.side.predict(self.cells[n])
        return (time.process_time() - start) / count

    def errors(self, _):
        """Energy and force errors on the test frames: MAE and RMSE in meV/atom, then in meV/Å."""
        answers = [self.side.predict(self.side.graph(atoms)) for atoms in self.frames["test"]]
        energy = [
            1000 * (e.item() - a.get_potential_energy()) / len(a)
            for (e, _), a in zip(answers, self.frames["test"], strict=True)
        ]
        forces = [
            1000 * (f.detach().numpy() - a.get_forces()).ravel()
            for (_, f), a in zip(answers, self.frames["test"], strict=True)
        ]
        gaps = np.array(energy), np.concatenate(forces)
        return [
            float(value) for gap in gaps for value in (abs(gap).mean(), np.sqrt((gap**2).mean()))
        ]

    def weights(self, _):
        """How many there are."""
        return sum(parameter.numel() for parameter in self.side.model.parameters())


def work(side, folder):
    """Answer commands from stdin, one JSON line each."""
    worker = Worker(side, folder)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, argument = json.loads(line)
        print(json.dumps(getattr(worker, name)(argument)), flush=True)


def write_frames(folder, rate):
    """Training and test frames without the energies of the elements, two cells, and the scales of
    the training set.
    """
    from mlp_course.data import load
    from mlp_course.graph import build_graph
    from mlp_course.structures import from_ase, to_ase

    frames = load("ethanol", group="md")
    others = [f for f in frames if not f.info["trajectory"].endswith("-3")]
    train = [others[k] for k in np.random.default_rng(1).permutation(len(others))[:100]]
    energy = np.array([f.energy.item() for f in train])
    for part, chosen in (
        ("train", train),
        ("test", [f for f in frames if f.info["trajectory"].endswith("-3")]),
    ):
        written = []
        for frame in chosen:
            atoms = to_ase(frame.structure)
            shifted = (
                frame.energy.item() - energy.mean()
            )  # one composition: the sum of all E0 is the mean
            atoms.calc = SinglePointCalculator(atoms, energy=shifted, forces=frame.forces.numpy())
            written.append(atoms)
        ase.io.write(folder / f"{part}.extxyz", written)
    graph = build_graph([f.structure for f in train], CUTOFF)
    scales = {
        "scale": float(energy.std() / 3),
        "neighbors": len(graph.center) / len(graph.species),
        "rate": rate,
    }
    (folder / "scales.json").write_text(json.dumps(scales))
    for n in CELLS:
        edge = round(n ** (1 / 3))
        grid = 2.3 * np.stack(np.meshgrid(*[np.arange(edge)] * 3), axis=-1).reshape(-1, 3)
        atoms = ase.Atoms(np.resize([1, 6, 1, 8], n), grid, cell=[2.3 * edge] * 3, pbc=True)
        atoms.rattle(0.1, seed=0)
        print(
            f"{n} atoms: {len(build_graph(from_ase(atoms), CUTOFF).center) / n:.0f} neighbors each"
        )
        ase.io.write(folder / f"cell-{n}.extxyz", atoms)


def start(python, side, folder):
    """A worker process and a function that asks it."""
    command = [python, __file__, "--work", side, str(folder)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )

    def answer():
        for line in process.stdout:
            if line[0] in '0123456789[".-':
                return json.loads(line)
        raise RuntimeError(f"{side} stopped: try  {' '.join(command)}")

    def ask(name, argument=None):
        process.stdin.write(json.dumps([name, argument]) + "\n")
        process.stdin.flush()
        return answer()

    answer()
    return ask


def main():
    """Train and time both; one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("python", help="python of an environment with mace-torch")
    parser.add_argument("--epochs", type=int, default=50)
    parser.add_argument("--rate", type=float, default=1e-2, help="learning rate of the first epoch")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        write_frames(Path(name), wanted.rate)
        sides = {
            "mlp_course": start(sys.executable, "ours", name),
            "mace-torch": start(wanted.python, "peer", name),
        }
        seconds = {side: [] for side in sides}
        for epoch in range(wanted.epochs):
            for side, ask in sides.items():
                seconds[side].append(ask("epoch", epoch / max(1, wanted.epochs - 1)))
        errors = {side: ask("errors") for side, ask in sides.items()}
        cells = {n: {side: [] for side in sides} for n in CELLS}
        for _ in range(REPEATS + 1):
            for n in CELLS:
                for side, ask in sides.items():
                    cells[n][side].append(ask("cell", n))
        rows = [("weights", lambda s: f"{sides[s]('weights')}")]
        rows += [("training frames a CPU second", lambda s: f"{100 / np.median(seconds[s]):.0f}")]
        names = (
            "energy MAE (meV/atom)",
            "energy RMSE (meV/atom)",
            "force MAE (meV/Å)",
            "force RMSE (meV/Å)",
        )
        rows += [(label, lambda s, k=k: f"{errors[s][k]:.2f}") for k, label in enumerate(names)]
        rows += [
            (f"E + F, {n} atoms (CPU ms)", lambda s, n=n: f"{1000 * min(cells[n][s][1:]):.1f}")
            for n in CELLS
        ]
        print(f"{'':30s}" + "".join(f"{side:>14s}" for side in sides))
        for label, value in rows:
            print(f"{label:30s}" + "".join(f"{value(side):>14s}" for side in sides), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
