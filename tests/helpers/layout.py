"""The rooms of the library, from top to bottom: a room imports only from rooms above it.

Rooms in one tuple stand side by side and do not know each other. This is the only list;
CONTRIBUTING.md points here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

Floor = str | tuple[str, ...]

ROOMS: dict[str, list[Floor]] = {
    "": [
        ("files", "processes", "progress", "this_process", "printing", "spelling"),
        "structures",
        ("elements", "radial", "angular"),
        "neighbors",
        "graph",
        ("plots", "viewer"),
        "data",
        "descriptors",
        "potentials",
        ("symmetry", "calculator"),
        "training",
        "dynamics",
        "classical",
        "transport",
        "families",
        "reference",
        "checks",
        "lesson",
        "lessons",
        "quiz",
        "exercises",
        "grading",
        "book",
        "setup",
        "commands",
        "cli",
    ],
    "data": ["labelled", "labels", "databases", ("splits", "shipped")],
    "plots": ["style", ("curves", "atoms", "networks")],
    "viewer": ["frame", ("atoms", "knob")],
    "descriptors": [
        ("acsf", "coulomb", "histograms", "similarity", "resolution", "table"),
        "symmetry_functions",
        "density",
        "counterexamples",
    ],
    "descriptors.density": ["expansion", ("power_spectrum", "ace"), "soap"],
    "potentials": [
        "model",
        ("prediction", "fingerprint"),
        ("scales", "layers", "on_descriptor"),
        ("closed_form", "networks", "messages"),
    ],
    "potentials.closed_form": [("pair", "least_squares"), ("linear_ace", "sparse_gp")],
    "potentials.messages": ["message_passing", "scalar", ("triple", "vector", "mace")],
    "training": [
        "metrics",
        "batches",
        "loss",
        "trainer",
        ("same_training", "committee"),
        "listeners",
    ],
    "dynamics": [
        "newton",
        ("trajectory", "ensembles"),
        ("guard", "same_run"),
        "recording",
        ("listeners", "stability"),
    ],
    "classical": ["laws", "ewald", "pair_calculator", "rigid_ion"],
    "transport": [
        "positions",
        ("displacement", "distribution", "jumps"),
        ("diffusion", "arrhenius"),
        ("error_bars", "conductivity"),
    ],
    "reference": [
        ("crystals", "snapshots"),
        "labelling",
        "steps",
        ("molecules", "solids"),
        "learned",
        "plan",
        "begun",
        ("make", "check", "runs"),
    ],
    "lessons": [
        "cells",
        ("secrets", "name_use", "remarks", "course", "mending", "titles"),
        "reading",
        ("nbgrader_steps", "lint"),
        "release",
        "handout",
        ("copies", "start"),
    ],
    "checks": ["cards", "answers", "exercise", "unrun"],
    "checks.cards": [
        "wording",
        ("comparison", "pictures", "frames"),
        "pages",
        "card",
        ("outputs", "showing"),
    ],
    "checks.answers": [("calling", "dice", "kinds", "library"), "expect", "expect_tensor"],
    "lessons.start": [("minutes", "saved"), "page"],
    "lessons.copies": [("making", "merging", "quiet"), ("servers", "updating")],
    "exercises": [
        "molecules",
        ("symmetry", "descriptors", "networks", "training", "mace", "conductivity", "exam"),
    ],
    "quiz": [
        ("prose", "answers"),
        "questions",
        ("statements", "concepts", "claims"),
        "checklist",
        "reflecting",
    ],
    "grading": [
        "reader",
        ("collect", "integrity", "options"),
        "judge",
        "run",
        "feedback",
        "steps",
        "jobs",
        ("points", "report"),
        ("audit", "marking"),
        "session",
    ],
    "grading.steps": [
        ("engines", "mark", "open_items"),
        "gradebook_steps",
        ("overview", "repair", "suggestion"),
        "settings",
    ],
    "grading.judge": [
        "values",
        ("wire", "errors", "gradients", "mirror", "spoiling", "given"),
        ("answers", "remote"),
        ("keeping", "testing"),
    ],
    "grading.judge.values": ["plain", ("encoder", "decoder")],
    "grading.judge.given": [
        ("arguments", "put_back"),
        ("scratch", "changes"),
        ("packing", "unpacking"),
    ],
    "grading.run": [
        ("bubblewrap", "imports", "listen", "needed", "outputs"),
        "inside",
        ("sandbox", "fork_server"),
        "warm",
        "kernels",
        "execute",
        "judging",
        "judged",
    ],
    "grading.run.judging": [("plan", "server"), "process"],
    "grading.run.inside": [
        ("namespaces", "wire"),
        ("limits", "mounts"),
        ("leftovers", "room", "watch"),
        "supervisor",
    ],
    "book": [
        ("alt_text", "library", "leaks", "inspection", "reach"),
        ("outputs", "execution"),
        "pages",
        "site",
        "build",
    ],
    "setup": [
        "share",
        ("pip_line", "causes", "record", "uv", "finding"),
        "environment",
        ("packages", "machine", "jupyter"),
    ],
}


def upward_imports(package: Path) -> list[str]:
    """One sentence for every import below `package` of a room that stands beside or below the
    importing one.
    """
    wrong = []
    for path in sorted(package.rglob("*.py")):
        importing = module_of(path, package)
        for imported in imports_of(path):
            wrong += _faults(importing, imported)
    return wrong


def module_of(path: Path, package: Path) -> list[str]:
    """The module in `path` as a list of names below the package: ["grading", "run", "warm"]."""
    parts = list(path.relative_to(package).with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" else parts


def imports_of(path: Path) -> Iterator[list[str]]:
    """What a file imports of the library, wherever in it, as lists of names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, *parts = name.split(".")
            if top == "mlp_course" and parts:
                yield parts


def _faults(importing: list[str], imported: list[str]) -> Iterator[str]:
    """What is wrong with one import, in the folder in which the two part ways."""
    shared = 0
    while importing[shared : shared + 1] == imported[shared : shared + 1] != []:
        shared += 1
    folder = ".".join(importing[:shared])
    if folder not in ROOMS or shared >= len(importing) or shared >= len(imported):
        return
    floors = {room: floor for floor, rooms in enumerate(ROOMS[folder]) for room in _rooms(rooms)}
    mine = importing[shared]
    other = imported[shared]
    if mine not in floors or other not in floors:
        return  # settings, which are no room, or a name of the folder's face
    if floors[other] >= floors[mine]:
        where = f" (in {folder})" if folder else ""
        yield (
            f"`{'.'.join(importing)}` may not import `{other}`{where}: "
            "pass what it needs as an argument, or move it above."
        )


def _rooms(floor: Floor) -> tuple[str, ...]:
    return (floor,) if isinstance(floor, str) else floor


def rooms_of(folder: str) -> list[str]:
    """All rooms of a folder, from top to bottom."""
    return [room for floor in ROOMS[folder] for room in _rooms(floor)]
