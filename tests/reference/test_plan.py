"""A settings file read into tasks and frames."""

import tomllib

import pytest
from cheap_engine import FRAMES, SETTINGS, install, small_plan

from mlp_course import data
from mlp_course.reference.plan import Scan, Trajectory, read_plan


def test_every_task_of_the_file_is_there(tmp_path):
    plan = small_plan(tmp_path)
    assert plan.name == "small"
    assert [task.name for task in plan.tasks] == ["md-300K-0", "md-500K-0", "long-300K-0", "scan"]
    assert [len(task) for task in plan.tasks] == [3, 3, 4, 2]
    assert len(plan) == FRAMES
    assert isinstance(plan.tasks[0], Trajectory)
    assert isinstance(plan.tasks[-1], Scan)
    assert (plan.labelling.functional, plan.sampling.timestep_fs) == ("pbe", 0.5)


def test_every_trajectory_has_its_own_seed(tmp_path):
    assert [task.seed for task in small_plan(tmp_path).tasks[:-1]] == [0, 1, 2]


def test_first_frames_come_first_and_none_is_forgotten(tmp_path):
    plan = small_plan(tmp_path)
    order = plan.order()
    assert sorted(order) == [(t, f) for t, task in enumerate(plan.tasks) for f in range(len(task))]
    assert [f for _, f in order] == sorted(f for _, f in order)
    assert [t for t, _ in order[:4]] == [0, 1, 2, 3]


def test_a_scan_changes_one_distance_and_nothing_else(tmp_path, monkeypatch):
    install(monkeypatch.setattr)
    plan = small_plan(tmp_path)
    frames = list(plan.tasks[-1].structures(plan.sampling))
    assert [atoms.get_distance(0, 1) for atoms in frames] == pytest.approx([0.8, 1.3])
    assert [atoms.info["bond_length"] for atoms in frames] == [0.8, 1.3]
    assert len({tuple(atoms.positions[[0, 2]].ravel()) for atoms in frames}) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("grid_level = 3", "grid_level = 3\ngridlevel = 4"), ("frames = 3", "frame = 3"), ("temperatures", "temperature")],
)
def test_a_misspelt_setting_is_not_ignored(tmp_path, old, new):
    (tmp_path / "settings.toml").write_text(SETTINGS.replace(old, new))
    with pytest.raises(TypeError, match=new.split("\n")[-1].split(" ")[0]):
        read_plan(tmp_path / "settings.toml")


@pytest.mark.parametrize("path", sorted(data.FOLDER.glob("*/settings.toml")), ids=lambda path: path.parent.name)
def test_the_shipped_plans_can_be_read(path):
    plan = read_plan(path)
    assert len(plan) == len(plan.order()) > 0
    assert len({task.name for task in plan.tasks}) == len(plan.tasks)
    assert tomllib.loads(path.read_text(encoding="utf-8"))["labelling"]["functional"] == plan.labelling.functional
