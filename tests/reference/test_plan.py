"""A settings file read into tasks, stages and labelled frames."""

import tomllib

import pytest

from helpers.cheap_engine import FRAMES, HEAD, ROUNDS, SETTINGS, SOLID, install, small_plan
from mlp_course import data
from mlp_course.reference.labelling import PySCF, as_settings
from mlp_course.reference.learned import Learned, Network
from mlp_course.reference.molecules import Scan, Trajectory
from mlp_course.reference.plan import DataPlan, read_plan
from mlp_course.reference.runs import is_runs
from mlp_course.reference.solids import Crystal, Melt, Superionic

SHIPPED = sorted(path for path in data.FOLDER.glob("*/settings.toml") if not is_runs(path))


def test_every_task_of_the_file_is_there(tmp_path):
    plan = small_plan(tmp_path)
    assert plan.name == "small"
    assert [task.name for task in plan.tasks] == ["md-300K-0", "md-500K-0", "long-300K-0", "scan"]
    assert [len(task) for task in plan.tasks] == [3, 3, 4, 2]
    assert len(plan) == FRAMES
    assert isinstance(plan.tasks[0], Trajectory)
    assert isinstance(plan.tasks[-1], Scan)
    assert isinstance(plan.labelling, PySCF)
    assert (plan.labelling.functional, plan.sampling.timestep_fs, plan.network) == (
        "pbe",
        0.5,
        None,
    )


SOLIDS = f"""{HEAD}
[[crystals]]
group = "quartz"
polymorph = "quartz"
strain = 0.02
rattle = 0.05
frames = 2

[[melts]]
group = "melt"
polymorph = "quartz"
temperatures = [4000]
repeats = 2
repeat = [1, 1, 2]
frames = 1
interval_fs = 1.0

[[superionic]]
group = "agi"
temperatures = [500]
frames = 1
{SOLID}"""


def test_a_task_without_temperature_is_named_after_its_group(tmp_path):
    plan = small_plan(tmp_path, SOLIDS)
    kinds = {
        "agi-500K-0": Superionic,
        "quartz-0": Crystal,
        "melt-4000K-0": Melt,
        "melt-4000K-1": Melt,
    }
    assert {task.name: type(task) for task in plan.tasks} == kinds
    assert not hasattr(plan.tasks[1], "temperature")
    assert plan.tasks[2].repeat == [1, 1, 2]


@pytest.mark.parametrize("settings", [SETTINGS, ROUNDS, SOLIDS])
def test_every_seeded_task_has_its_own_seed(tmp_path, settings):
    seeds = [
        task.seed for task in small_plan(tmp_path, settings).tasks if not isinstance(task, Scan)
    ]
    assert seeds == list(range(len(seeds)))


def test_first_frames_come_first_and_none_is_forgotten(tmp_path):
    plan = small_plan(tmp_path)
    (stage,) = plan.stages()
    order = plan.order(stage)
    assert sorted(order) == [(t, f) for t, task in enumerate(plan.tasks) for f in range(len(task))]
    assert [f for _, f in order] == sorted(f for _, f in order)
    assert [t for t, _ in order[:4]] == [0, 1, 2, 3]


def stage_names(plan: DataPlan) -> list[list[str]]:
    return [[plan.tasks[t].name for t in stage] for stage in plan.stages()]


def test_learned_groups_wait_for_those_before_them(tmp_path):
    plan = small_plan(tmp_path, ROUNDS)
    assert stage_names(plan) == [
        ["classical-500K-0", "classical-600K-0"],
        ["round-1-500K-0", "round-1-700K-0"],
        ["round-2-600K-0"],
    ]
    assert [plan.learns(stage) for stage in plan.stages()] == [False, True, True]
    assert plan.network == Network(cutoff=4.0, channels=2, epochs=3, seed=0)
    assert plan.order(plan.stages()[1]) == [(2, 0), (3, 0), (2, 1), (3, 1)]


def test_entries_of_one_group_learn_together(tmp_path):
    more = ROUNDS.replace('group = "round-2"', 'group = "round-1"')
    assert stage_names(small_plan(tmp_path, more))[1:] == [
        ["round-1-500K-0", "round-1-700K-0", "round-1-600K-0"]
    ]


def test_stages_hold_every_task_once(tmp_path):
    for settings in (SETTINGS, ROUNDS, SOLIDS):
        plan = small_plan(tmp_path, settings)
        assert sorted(t for stage in plan.stages() for t in stage) == list(range(len(plan.tasks)))


TWINS = {
    "two entries": (SETTINGS.replace('group = "long"', 'group = "md"'), "md-300K-0"),
    "a temperature twice": (SETTINGS.replace("[300, 500]", "[500, 500]"), "md-500K-0"),
    "two scans": (SETTINGS + SETTINGS[SETTINGS.index("[[scans]]") :], "scan"),
    "two kinds": (ROUNDS.replace('group = "round-2"', 'group = "classical"'), "classical-600K-0"),
}


@pytest.mark.parametrize("name", TWINS)
def test_two_tasks_of_one_name_are_refused(tmp_path, name):
    """They would share a file and rows of the database: one of them would never be sampled."""
    settings, task = TWINS[name]
    with pytest.raises(
        ValueError, match=rf"settings.toml describes {task} more than once: give each entry its own"
    ) as told:
        small_plan(tmp_path, settings)
    assert "\n" not in str(told.value)


def test_learned_tasks_need_a_network(tmp_path):
    without = ROUNDS.replace("[network]\ncutoff = 4.0\nchannels = 2\nepochs = 3\nseed = 0\n", "")
    with pytest.raises(ValueError, match=r"has learned tasks and no \[network\] table"):
        small_plan(tmp_path, without)


def test_an_unknown_engine_is_told_with_those_there_are(tmp_path):
    with pytest.raises(
        ValueError, match=r"^there is no engine 'vasp'; there are pyscf, gpaw, espresso\.$"
    ):
        small_plan(tmp_path, SETTINGS.replace('"pyscf"', '"vasp"'))


def test_a_scan_changes_one_distance_and_nothing_else(tmp_path, monkeypatch):
    install(monkeypatch.setattr)
    plan = small_plan(tmp_path)
    frames = list(plan.tasks[-1].structures(plan.sampling))
    assert [atoms.get_distance(0, 1) for atoms in frames] == pytest.approx([0.8, 1.3])
    assert [atoms.info["bond_length"] for atoms in frames] == [0.8, 1.3]
    assert len({tuple(atoms.positions[[0, 2]].ravel()) for atoms in frames}) == 1


MISSPELT = {
    "gridlevel": ("grid_level = 3", "grid_level = 3\ngridlevel = 4"),
    "frame": ("frames = 3", "frame = 3"),
    "temperature": ("temperatures", "temperature"),
    "cutoff": ("basis", "cutoff"),
    "distances": ("distances", "distance"),
    "name": ('molecule = "CH4"', 'molecule = "CH4"\nname = "methane"'),
}


@pytest.mark.parametrize("word", MISSPELT)
def test_a_misspelt_setting_is_not_ignored(tmp_path, word):
    with pytest.raises(TypeError, match=rf"\b{word}\b"):
        small_plan(tmp_path, SETTINGS.replace(*MISSPELT[word]))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_the_shipped_plans_can_be_read(path):
    plan = read_plan(path)
    assert len(plan) == sum(len(plan.order(stage)) for stage in plan.stages()) > 0
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert as_settings(plan.labelling).items() >= written["labelling"].items()
    assert any(isinstance(task, Learned) for task in plan.tasks) == ("learned" in written)


def test_the_course_ships_a_plan_for_every_engine():
    assert {"ethanol", "silica", "agi"} <= {path.parent.name for path in SHIPPED}
    assert {as_settings(read_plan(path).labelling)["engine"] for path in SHIPPED} == {
        "pyscf",
        "espresso",
        "gpaw",
    }
