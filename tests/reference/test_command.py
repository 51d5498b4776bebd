"""`mlp-course data`: what it prints, where, and its exit codes."""

import pickle
import shutil

import pytest

from helpers.cheap_engine import FRAMES, install, label, small_plan
from mlp_course import data
from mlp_course.commands.data import main
from mlp_course.data import shipped as shipped_data
from mlp_course.reference import check, make
from mlp_course.reference.labelling import EngineFailed, EngineMissing, NotConverged
from mlp_course.reference.snapshots import SamplingFailed


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder with the plan of one small set, nothing labelled yet, and a cheap engine."""
    install(monkeypatch.setattr)
    monkeypatch.setattr(shipped_data, "FOLDER", tmp_path)
    small_plan(tmp_path)
    return tmp_path


@pytest.fixture
def shipped(folder):
    """The small set made and shipped."""
    assert main(["make", "small", "--jobs", "1"]) == 0
    target = folder / "small" / "work" / "small.extxyz.gz"
    shutil.copy(target, folder / "small")
    checksum = make.export(small_plan(folder), target.parent, target)
    (folder / "small" / "SHA256SUMS").write_text(f"{checksum}  small.extxyz.gz\n")
    return folder


def test_list(folder, capsys):
    assert main(["list"]) == 0
    assert (
        capsys.readouterr().out
        == f"small: {FRAMES} frames, pbe/def2-svp; see {folder}/small/DATA.md\n"
    )


def test_make_says_where_the_file_is_and_what_to_do_with_it(folder, capsys):
    assert main(["make", "small", "--jobs", "1"]) == 0
    out, err = capsys.readouterr()
    checksum, name = out.splitlines()[0].split()
    assert (len(checksum), name) == (64, "small.extxyz.gz")
    assert f"Written to {folder}/small/work; to ship it" in out
    assert f"labelling: 100%|##########| {FRAMES}/{FRAMES}" in err.replace("█", "#")


def test_make_into_another_folder(folder, tmp_path, capsys):
    assert main(["make", "small", "--jobs", "1", "--output", str(tmp_path / "elsewhere")]) == 0
    assert (tmp_path / "elsewhere" / "small.extxyz.gz").exists()
    assert not (folder / "small" / "work").exists()


def test_verify(shipped, capsys):
    capsys.readouterr()
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == "Every data file matches its checksum.\n"
    (shipped / "small" / "small.extxyz.gz").write_bytes(b"something else")
    assert main(["verify"]) == 1
    assert "small.extxyz.gz is damaged" in capsys.readouterr().out


def test_check(shipped, capsys, monkeypatch):
    assert main(["check", "small", "--frames", "4"]) == 0
    assert capsys.readouterr().out.count(": agrees") == 4
    monkeypatch.setattr(check, "ENERGY_TOLERANCE", -1.0)
    assert main(["check", "small", "--frames", "2", "--seed", "3"]) == 1
    assert capsys.readouterr().out.count(": DIFFERS") == 2


@pytest.mark.parametrize("action", ["make", "check"])
def test_an_unknown_set_is_told_with_those_there_are(folder, capsys, action):
    assert main([action, "methanol"]) == 2
    said = "There is no data set 'methanol': the data sets are small.\n"
    assert capsys.readouterr().err == said
    assert main([action, "smal"]) == 2
    assert "did you mean small?" in capsys.readouterr().err


@pytest.fixture
def scripted(folder):
    """Beside the small set one that its own script makes."""
    (folder / "dimer").mkdir()
    (folder / "dimer" / "make.py").write_text("")
    return folder


@pytest.mark.parametrize("action", ["make", "check"])
def test_a_set_with_its_own_script_is_not_called_unknown(scripted, capsys, action):
    assert main([action, "dimer"]) == 1
    assert (
        capsys.readouterr().err
        == f"dimer is made by its own script, {scripted}/dimer/make.py: run that.\n"
    )
    assert main([action, "methanol"]) == 2
    assert "the data sets are dimer, small.\n" in capsys.readouterr().err


def test_a_set_with_its_own_script_is_listed(scripted, capsys):
    assert main(["list"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert (
        first
        == f"dimer: made by its own script, {scripted}/dimer/make.py; see {scripted}/dimer/DATA.md"
    )
    assert second.startswith("small: ")


def test_every_shipped_set_is_listed(capsys):
    assert main(["list"]) == 0
    listed = {line.split(":")[0] for line in capsys.readouterr().out.splitlines()}
    assert (
        listed
        >= {path.parent.name for path in data.FOLDER.glob("*/SHA256SUMS")}
        >= {"argon-dimer", "ethanol"}
    )


UNUSABLE = {
    "a misspelt setting": (lambda text: text.replace("grid_level", "gridlevel"), "'gridlevel'"),
    "a missing table": (
        lambda text: text.replace("[sampling]", "[other]"),
        "there is no table 'sampling'",
    ),
    "another engine": (lambda text: text.replace('"pyscf"', '"vasp"'), "there is no engine 'vasp'"),
    "no TOML": (lambda text: "[labelling", r"at end of document"),
    "two of one name": (
        lambda text: text.replace('group = "long"', 'group = "md"'),
        "more than once",
    ),
}


@pytest.mark.parametrize(
    "arguments", [["list"], ["make", "small", "--jobs", "1"], ["check", "small"]]
)
@pytest.mark.parametrize("name", UNUSABLE)
def test_settings_that_cannot_be_used_are_told_with_their_file(folder, capsys, name, arguments):
    change, said = UNUSABLE[name]
    path = folder / "small" / "settings.toml"
    path.write_text(change(path.read_text()))
    assert main(arguments) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.count(str(path)) == 1
    assert said in sentence


def test_a_mistake_of_ours_is_not_taken_for_one_of_the_settings(shipped, monkeypatch):
    for error in (ValueError("ours"), TypeError("ours"), RuntimeError("ours"), KeyError("ours")):
        monkeypatch.setattr(check, "label", raising(error))
        with pytest.raises(type(error), match="ours"):
            main(["check", "small"])


def raising(error):
    def fail(atoms, settings):
        raise error

    return fail


def refusing(atoms, engine):
    if atoms.info.get("bond_length") == 1.3:
        raise NotConverged("the SCF cycle of H2O did not converge.")
    return label(atoms, engine)


def test_frames_left_out_are_told_and_why_every_time(folder, capsys, monkeypatch):
    monkeypatch.setattr(make, "label", refusing)
    for _ in range(2):
        assert main(["make", "small", "--jobs", "1"]) == 0
        out = capsys.readouterr().out
        assert (
            out.splitlines()[0] == "Left out: scan frame 1: the SCF cycle of H2O did not converge."
        )
        assert out.count("Left out") == 1
        monkeypatch.setattr(make, "label", None)  # the second time nothing is labelled


def test_an_engine_that_does_not_converge_where_it_is_checked(shipped, capsys, monkeypatch):
    monkeypatch.setattr(
        check, "label", raising(NotConverged("the SCF cycle of H2O did not converge."))
    )
    capsys.readouterr()
    assert main(["check", "small"]) == 1
    assert capsys.readouterr().err == "the SCF cycle of H2O did not converge.\n"


FAILURES = {
    "engine": (
        EngineMissing("PySCF is not installed: pip install pyscf."),
        "PySCF is not installed: pip install pyscf.",
    ),
    "crash": (
        EngineFailed("pw.x stopped at H2: … file not found"),
        "pw.x stopped at H2: … file not found",
    ),
    "walks": (
        SamplingFailed("the network of round-1 broke 20 walks."),
        "the network of round-1 broke 20 walks.",
    ),
    "full disk": (
        OSError(28, "No space left on device"),
        "Cannot write: [Errno 28] No space left on device. What was",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_sentence_and_what_was_done_is_kept(folder, capsys, monkeypatch, name):
    error, sentence = FAILURES[name]
    monkeypatch.setattr(make, "label", raising(error))
    assert main(["make", "small", "--jobs", "1"]) == 1
    err = capsys.readouterr().err
    assert err.splitlines()[-1].startswith(sentence)
    assert "Traceback" not in err
    monkeypatch.setattr(make, "label", label)
    assert main(["make", "small", "--jobs", "1"]) == 0


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_comes_back_from_a_worker(name):
    """An error that cannot be unpickled hangs the pool for ever."""
    error, _ = FAILURES[name]
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back)) == (type(error), str(error))


def test_checking_a_missing_file_is_one_sentence(folder, capsys):
    assert main(["check", "small"]) == 1
    assert "small.extxyz.gz is missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["make"], ["make", "small", "--jobs", "many"]]
)
def test_wrong_usage_has_exit_code_two(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("mlp-course data") and "mlp-course data" in said.splitlines()[-1]


def test_help_names_every_action(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert all(action in out for action in ("list", "verify", "make", "check"))
