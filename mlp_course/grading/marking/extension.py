"""The pages: what waits for a mark, and one question over all students.

Handlers beside Formgrader's own, which keep using its gradebook and its API: a mark typed here is
nbgrader's manual score. Formgrader's pages get a bar on top that leads here.
"""

import functools
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from jupyter_server.utils import url_path_join
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from nbgrader.server_extensions.formgrader.handlers import FormgraderHandler
from tornado import web

from mlp_course.grading.feedback.formulas import markdown2html
from mlp_course.grading.marking import waiting
from mlp_course.lessons.course import Course

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
ENVIRONMENT = "nbgrader_jinja2_env"


class Waiting(BaseHandler):
    """Every question that is marked by hand: how many answers wait."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self) -> None:
        """The page that Formgrader opens on."""
        self.show("marking_waiting.tpl", questions=self.questions())

    def questions(self) -> list[waiting.Question]:
        """What is to be marked, and what has been."""
        return waiting.questions(self.course, self.gradebook)

    @property
    def course(self) -> Course:
        """The course whose gradebook this is."""
        return Course(Path(self.coursedir.root))

    def show(self, template: str, **about: Any) -> None:
        """Write a page."""
        dress(self.settings)
        self.write(self.render(template, base_url=self.base_url, **about))


class Marking(Waiting):
    """One question, over all students."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, lesson: str, item: str) -> None:
        """All answers, similar ones together, with the mark scheme and a suggestion each."""
        known = self.questions()
        chosen = [one for one in known if (one.lesson, one.item) == (lesson, item)]
        if not chosen:
            raise web.HTTPError(404, f"There is no question {item} in {lesson} with answers.")
        rest = [one for one in known if one.waiting and one not in chosen]
        self.show(
            "marking_question.tpl",
            question=chosen[0],
            following=rest[0] if rest else None,
            scheme=waiting.scheme(self.course, lesson, item),
            groups=waiting.answers(self.course, self.gradebook, lesson, item),
        )


class Opened(FormgraderHandler):
    """Formgrader's own address, which leads to what waits."""

    def redirect(self, url: str, *arguments: Any, **options: Any) -> None:
        """Go on to the page that lists it; where Formgrader would have gone, a link leads there."""
        dress(self.settings)
        super().redirect(f"{self.base_url}/marking")


def dress(settings: dict) -> None:
    """Put our templates in front of Formgrader's, once; theirs are called `nbgrader/NAME`."""
    environment: Environment = settings[ENVIRONMENT]
    if "answer_as_html" in environment.filters:
        return
    theirs = environment.loader
    assert theirs is not None
    ours = FileSystemLoader(TEMPLATES)
    environment.loader = ChoiceLoader([ours, theirs, PrefixLoader({"nbgrader": theirs})])
    environment.filters["answer_as_html"] = answer_as_html
    environment.filters["note_as_html"] = lambda text: answer_as_html(NotebookNode(source=text))
    environment.globals["questions_that_wait"] = functools.partial(_that_wait, settings)
    environment.cache.clear()  # type: ignore[union-attr]  # it has one


def _that_wait(settings: dict) -> list[waiting.Question]:
    """The questions with answers that wait, for the bar above Formgrader's own pages."""
    place = settings["nbgrader_formgrader"].coursedir
    with Gradebook(place.db_url, place.course_id) as gradebook:
        known = waiting.questions(Course(Path(place.root)), gradebook)
    return [one for one in known if one.waiting]


def answer_as_html(cell: NotebookNode) -> str:
    """A text cell as Formgrader shows it: formulas are drawn, nothing of a student's runs."""
    context: Any = {"cell": cell}
    return markdown2html(context, cell.source)


def load_jupyter_server_extension(app: Any) -> None:
    """Add the pages to a Jupyter server; Formgrader's extension adds what they stand on."""
    handlers: list[tuple] = [
        (r"/marking/?", Waiting),
        (r"/marking/static/(.*)", web.StaticFileHandler, {"path": str(STATIC)}),
        (r"/marking/([^/]+)/([^/]+)/?", Marking),
        (r"/formgrader/?", Opened),
    ]
    base = app.web_app.settings["base_url"]
    placed = [(url_path_join(base, pattern), *rest) for pattern, *rest in handlers]
    app.web_app.add_handlers(".*$", placed)
    # Formgrader is loaded later; its pages are dressed once all extensions are there.
    app.io_loop.add_callback(functools.partial(_dress_if_there, app.web_app.settings))


_load_jupyter_server_extension = load_jupyter_server_extension


def _dress_if_there(settings: dict) -> None:
    """Dress Formgrader's pages, if there is a Formgrader."""
    if ENVIRONMENT in settings:
        dress(settings)
