"""Notebooks as HTML pages, from templates that are compiled once."""

import re
from typing import ClassVar

from jinja2 import Environment
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode

NAMELESS_IMAGE = re.compile(r"<img(?![^>]*\salt=)")


class Page(HTMLExporter):
    """An HTML page from templates that are compiled once, and not parsed again to mend it."""

    kept: ClassVar[dict[tuple, Environment]] = {}

    def _create_environment(self) -> Environment:
        key = (tuple(self.template_paths), self.template_name)
        if key not in self.kept:
            self.kept[key] = super()._create_environment()
        for name, function in [*self.default_filters(), *self.filters.items()]:
            self._register_filter(self.kept[key], name, function)
        return self.kept[key]

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict | None = None, **about: object
    ) -> tuple[str, dict]:
        """The page; images without a description say so."""
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name"))
        resources = self._init_resources(resources)
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer=lexer, parent=self))
        shown = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        self.register_filter("filter_data_type", shown)
        text, resources = TemplateExporter.from_notebook_node(self, nb, resources, **about)
        text = text.replace("<html>", '<html lang="en">', 1)
        return NAMELESS_IMAGE.sub(
            '<img alt="No description has been provided for this image"', text
        ), resources
