"""Notebooks as HTML pages, from templates that are compiled once.

Of nbconvert (>=7.16, <8) this file, and no other, overrides and calls private methods:
`_create_environment`, `_register_filter` and `_init_resources` of an exporter.
tests/grading/test_overrides.py says so if one of them is no longer what it was.
"""

import re
from functools import partial
from html import escape
from typing import Any, ClassVar

from jinja2 import Environment
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode

from mlp_course.grading.feedback.policy import without_scripts
from mlp_course.grading.integrity.drawable import is_coloured, without_trailing_blanks

NAMELESS_IMAGE = re.compile(r"<img(?![^>]*\salt=)")
WITH_A_NAME = '<img alt="No description has been provided for this image"'


class Page(HTMLExporter):
    """An HTML page from templates that are compiled once, and not parsed again to mend it."""

    kept: ClassVar[dict[tuple, Environment]] = {}

    def _create_environment(self) -> Environment:
        """Where templates are compiled: one for all pages, with the filters of this one."""
        key = (tuple(self.template_paths), self.template_name)
        if key not in self.kept:
            self.kept[key] = super()._create_environment()
        environment = self.kept[key]
        for name, function in [*self.default_filters(), *self.filters.items()]:
            self._register_filter(environment, name, function)
        return environment

    # As HTMLExporter's own: a page is text, what an Exporter makes is a notebook.
    def from_notebook_node(  # type: ignore[override]
        self,
        nb: NotebookNode,
        resources: dict | None = None,
        **about: Any,
    ) -> tuple[str, dict]:
        """The page, without any script; images without a description say so."""
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name"))
        resources = self._init_resources(resources)

        # As HTMLExporter does, which would then parse the whole page again
        highlight = Highlight2HTML(pygments_lexer=lexer, parent=self)
        self.register_filter("highlight_code", partial(_coloured, highlight))
        data_type = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata,
            parent=self,
            resources=resources,
        )
        self.register_filter("filter_data_type", data_type)
        text, resources = TemplateExporter.from_notebook_node(self, nb, resources, **about)

        # What that would mend is mended here.
        text = text.replace("<html>", '<html lang="en">', 1)
        text = NAMELESS_IMAGE.sub(WITH_A_NAME, text)
        return without_scripts(text), resources


def _coloured(highlight: Highlight2HTML, source: str, *arguments: Any, **about: Any) -> str:
    """Code in colours, if that does not take too long."""
    if not is_coloured(source):
        return f'<div class="highlight"><pre>{escape(source)}</pre></div>'
    return highlight(without_trailing_blanks(source), *arguments, **about)
