"""What grading overrides in nbgrader, nbconvert, nbclient, jupyter_client is there, and as it was.

A new version of one of them may rename a method; ours would then silently not be called any more.
"""

import importlib
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest
from jupyter_core.paths import jupyter_path

import mlp_course.grading

PACKAGES = ("nbgrader", "nbconvert", "nbclient", "jupyter_client", "mistune")
RUN = "mlp_course/grading/run/"
STEPS = "mlp_course/grading/steps/"
FEEDBACK = "mlp_course/grading/feedback/"
POINTS = "mlp_course/grading/points/"
# Ours -> where theirs is -> method: its arguments, of several versions separated by |
OVERRIDDEN = {
    RUN + "kernels.py": {
        "jupyter_client.client.KernelClient": {"_async_wait_for_ready": "self timeout"},
        "jupyter_client.asynchronous.client.AsyncKernelClient": {"wait_for_ready": "self timeout"},
        "jupyter_client.manager.KernelManager": {
            "_async_pre_start_kernel": "self kw | self transport_encryption kw",
            "_async_cleanup_resources": "self restart",
        },
        "jupyter_client.manager.AsyncKernelManager": {
            "client": "self kwargs",
            "pre_start_kernel": "self kw | self transport_encryption kw",
            "cleanup_resources": "self restart",
        },
        "jupyter_client.provisioning.local_provisioner.LocalProvisioner": {
            "launch_kernel": "self cmd kwargs",
            "kill": "self restart",
        },
    },
    RUN + "listen.py": {
        "nbclient.client.NotebookClient": {"process_message": "self msg cell cell_index"},
    },
    RUN + "judged.py": {
        "nbconvert.preprocessors.execute.ExecutePreprocessor": {
            "preprocess": "self nb resources km",
        },
        "nbclient.client.NotebookClient": {"start_new_kernel": "args kwargs"},
    },
    RUN + "execute.py": {
        "nbconvert.preprocessors.execute.ExecutePreprocessor": {
            "preprocess": "self nb resources km",
            "preprocess_cell": "self cell resources index",
        },
        "nbgrader.preprocessors.execute.Execute": {
            "__init__": "self args kwargs",
            "on_cell_executed": "self kwargs",
        },
    },
    RUN + "outputs.py": {
        "nbconvert.preprocessors.base.Preprocessor": {
            "preprocess": "self nb resources",
            "preprocess_cell": "self cell resources index",
        },
    },
    STEPS + "gradebook_steps.py": {
        "nbgrader.api.Gradebook": {
            "__init__": "self db_url course_id authenticator",
            "find_grade": "self grade_cell notebook assignment student",
            "find_comment": "self solution_cell notebook assignment student",
            "find_source_cell": "self name notebook assignment",
            "find_graded_cell": "self name notebook assignment",
        },
        "nbgrader.preprocessors.overwritecells.OverwriteCells": {"preprocess": "self nb resources"},
        "nbgrader.preprocessors.getgrades.GetGrades": {"preprocess": "self nb resources"},
        "nbgrader.preprocessors.saveautogrades.SaveAutoGrades": {
            "preprocess": "self nb resources",
            "_add_score": "self cell resources",
            "_add_comment": "self cell resources",
        },
    },
    STEPS + "open_items.py": {
        "nbconvert.preprocessors.base.Preprocessor": {
            "preprocess_cell": "self cell resources index",
        },
    },
    STEPS + "overview.py": {
        "nbconvert.preprocessors.base.Preprocessor": {"preprocess": "self nb resources"},
    },
    STEPS + "repair.py": {
        "nbconvert.preprocessors.base.Preprocessor": {"preprocess": "self nb resources"},
    },
    STEPS + "suggestion.py": {
        "nbconvert.preprocessors.base.Preprocessor": {"preprocess": "self nb resources"},
    },
    FEEDBACK + "as_text.py": {
        "nbconvert.preprocessors.base.Preprocessor": {"preprocess": "self nb resources"},
    },
    FEEDBACK + "exporter.py": {
        "nbconvert.exporters.templateexporter.TemplateExporter": {"_create_environment": "self"},
        "nbconvert.exporters.html.HTMLExporter": {"from_notebook_node": "self nb resources kw"},
    },
    FEEDBACK + "formulas.py": {
        "nbconvert.filters.markdown_mistune.IPythonRenderer": {
            "inline_math": "self body",
            "block_math": "self body",
            "latex_environment": "self name body",
            "block_code": "self code info",
            "heading": "self text level attrs",
            "image": "self text url title",
        },
        "mistune.renderers.html.HTMLRenderer": {"link": "self text url title"},
    },
    FEEDBACK + "redact.py": {
        "nbconvert.preprocessors.base.Preprocessor": {"preprocess": "self nb resources"},
    },
    "mlp_course/grading/integrity/suspicion.py": {
        "nbconvert.preprocessors.base.Preprocessor": {"preprocess": "self nb resources"},
    },
    POINTS + "validation.py": {
        "nbgrader.validator.Validator": {
            "validate": "self filename",
            "validate_and_print": "self filename",
        },
    },
    "mlp_course/grading/jobs/writer.py": {
        "nbconvert.exporters.exporter.Exporter": {"from_file": "self file_stream resources kw"},
    },
}
# Private ones, and handlers, that are not overridden, but called
CALLED = {
    RUN + "kernels.py": {
        "jupyter_client.client.KernelClient": {
            "_async_is_alive": "self",
            "_handle_kernel_info_reply": "self msg",
        },
    },
    STEPS + "gradebook_steps.py": {
        "nbgrader.preprocessors.overwritecells.OverwriteCells": {
            "preprocess_cell": "self cell resources cell_index",
            "add_missing_grade_cells": "self nb resources",
            "add_missing_task_cells": "self nb resources",
        },
        "nbgrader.preprocessors.getgrades.GetGrades": {
            "preprocess_cell": "self cell resources cell_index",
        },
        "nbgrader.preprocessors.saveautogrades.SaveAutoGrades": {
            "preprocess_cell": "self cell resources cell_index",
        },
    },
    POINTS + "validation.py": {
        "nbgrader.validator.Validator": {"_preprocess": "self nb"},
    },
    "mlp_course/grading/marking/extension.py": {
        "nbgrader.server_extensions.formgrader.base.BaseHandler": {"render": "self name ns"},
        "nbgrader.server_extensions.formgrader.handlers.FormgraderHandler": {"get": "self"},
        "nbgrader.server_extensions.formgrader.apihandlers.GradeHandler": {
            "get": "self grade_id",
            "put": "self grade_id",
        },
        "nbgrader.server_extensions.formgrader.apihandlers.CommentHandler": {
            "get": "self grade_id",
            "put": "self grade_id",
        },
    },
    FEEDBACK + "exporter.py": {
        "nbconvert.exporters.templateexporter.TemplateExporter": {
            "_register_filter": "self environ name jinja_filter",
        },
        "nbconvert.exporters.html.HTMLExporter": {"_init_resources": "self resources"},
    },
}


# Where `points/validation.py` puts its Validator: who makes one, by this name
MADE_BY = {
    "nbgrader.apps.validateapp": "ValidateApp.start",
    "nbgrader.server_extensions.validate_assignment.handlers": (
        "ValidateAssignmentHandler.validate_notebook"
    ),
}
# What the dialog of nbgrader's extension does with a cell that failed, as minified
DIALOG = (
    '"validation-message"',
    ".innerText=e.failed[d].source",
    ".innerHTML=e.failed[d].error",
)


class Method(NamedTuple):
    """A method of theirs that a file of ours relies on."""

    ours: str
    place: str
    name: str
    arguments: str


def listed(table: dict) -> Iterator[Method]:
    """The methods in one of the tables above."""
    for ours, places in table.items():
        for place, methods in places.items():
            for name, arguments in methods.items():
                yield Method(ours, place, name, arguments)


def fault(method: Method) -> str:
    """What is wrong with a method, in a sentence; '' if it is as it was."""
    ours, place, name, arguments = method
    module, _, kind = place.rpartition(".")
    package = module.partition(".")[0]
    theirs = getattr(importlib.import_module(module), kind, None)
    now = f"{package} {version(package)}"
    if not hasattr(theirs, name):
        return f"{now} has no {kind}.{name} any more: mend {ours}, which relies on it."
    found = " ".join(inspect.signature(getattr(theirs, name)).parameters)
    if found not in arguments.split(" | "):
        return f"{kind}.{name} of {now} takes ({found}), not ({arguments}): look at {ours}."
    return ""


@pytest.mark.parametrize(
    "method",
    [*listed(OVERRIDDEN), *listed(CALLED)],
    ids=lambda method: f"{method.place.rpartition('.')[2]}.{method.name}",
)
def test_what_is_relied_on_is_there_and_takes_the_same(method):
    assert fault(method) == ""


def overridden() -> Iterator[Method]:
    """The methods of other packages that classes of grading override, as they are found."""
    package = mlp_course.grading
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        for ours in vars(module).values():
            if inspect.isclass(ours) and ours.__module__ == module.__name__:
                yield from _of_class(ours)


def _of_class(ours: type) -> Iterator[Method]:
    """What one class of ours overrides: the nearest that a class above it has under that name."""
    path = ours.__module__.replace(".", "/") + ".py"
    for name in vars(ours):
        for theirs in ours.__mro__[1:]:
            module = theirs.__module__
            is_method = inspect.isroutine(vars(theirs).get(name))
            if module.partition(".")[0] in PACKAGES and is_method:
                yield Method(path, f"{module}.{theirs.__name__}", name, "")
                break


def test_everything_that_is_overridden_is_listed():
    found = {(method.ours, method.place, method.name) for method in overridden()}
    known = {(method.ours, method.place, method.name) for method in listed(OVERRIDDEN)}
    assert found == known, "keep OVERRIDDEN in step with mlp_course/grading"


def test_private_methods_of_a_package_are_overridden_in_one_file():
    files = defaultdict(set)
    for method in overridden():
        is_private = method.name.startswith("_") and not method.name.startswith("__")
        if is_private:
            files[method.place.partition(".")[0]].add(method.ours)
    assert {package: len(ours) for package, ours in files.items()} == {
        "jupyter_client": 1,
        "nbconvert": 1,
        "nbgrader": 1,
    }


@pytest.mark.parametrize("module", MADE_BY)
def test_validators_are_made_by_the_name_that_is_replaced(module):
    kind, _, name = MADE_BY[module].partition(".")
    method = getattr(getattr(importlib.import_module(module), kind), name)
    assert "Validator" in method.__globals__ and "Validator(" in inspect.getsource(method), (
        f"{module} of nbgrader {version('nbgrader')} makes its Validator in another way: "
        "mend mlp_course/grading/points/validation.py"
    )


def test_the_dialog_of_validate_shows_what_failed_as_it_did():
    places = [Path(folder, "@jupyter", "nbgrader") for folder in jupyter_path("labextensions")]
    [place] = [path for path in places if path.is_dir()]
    scripts = [path.read_text(encoding="utf-8") for path in place.rglob("*.js")]
    gone = [text for text in DIALOG if not any(text in script for script in scripts)]
    assert gone == [], (
        f"the dialog of nbgrader {version('nbgrader')} is another one: look at STYLE of "
        "mlp_course/grading/points/validation.py, and at Validate in JupyterLab"
    )


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("_gone", "self", "has no SaveAutoGrades._gone any more: mend steps/x.py"),
        ("_add_score", "self", "takes (self cell resources), not (self): look at steps/x.py"),
    ],
)
def test_a_method_that_is_no_longer_what_it_was_is_said(name, arguments, says):
    place = "nbgrader.preprocessors.saveautogrades.SaveAutoGrades"
    assert says in fault(Method("steps/x.py", place, name, arguments))
