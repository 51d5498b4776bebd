"""What a student might write so that a page runs, loads, clicks or counterfeits something.

Each calls `owned()`, asks for something elsewhere, or takes a name of formgrader's.
"""

import base64

from nbformat import NotebookNode, v4

ELSEWHERE = "https://elsewhere.invalid/"
IMAGE = "<img src=x onerror=owned()>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="owned()"><image href="{ELSEWHERE}"/></svg>'
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()

TEXTS = {
    "mermaid": f"```mermaid\n{IMAGE}\n```",
    "mermaid, tildes": f"~~~mermaid\n{IMAGE}\n~~~",
    "mermaid with a title": f"```mermaid {{#a}}\n</pre>{IMAGE}\n```",
    "mermaid that clicks": '```mermaid\ngraph TD; A-->B; click A call owned() "x"\n```',
    "mermaid in a list": f"- a\n\n  ```mermaid\n  {IMAGE}\n  ```",
    "script": "<script>owned()</script>",
    "script in a line": "words <script>owned()</script> words",
    "script elsewhere": f"<script src={ELSEWHERE}></script>",
    "image": IMAGE,
    "image, unclosed": "<img src=x onerror=owned() ",
    "handler": "<div onmouseover=owned() style='position:fixed;inset:0'>words</div>",
    "focus": "<input autofocus onfocus=owned()>",
    "details": "<details open ontoggle=owned()>words</details>",
    "frame": "<iframe srcdoc='<script>parent.owned()</script>'></iframe>",
    "frame elsewhere": f"<iframe src={ELSEWHERE}></iframe>",
    "object": f"<object data={ELSEWHERE}></object><embed src={ELSEWHERE}>",
    "svg": SVG,
    "style": f"<style>body {{ background: url({ELSEWHERE}) }} .score {{ display: none }}</style>",
    "stylesheet": f"<link rel=stylesheet href={ELSEWHERE}>",
    "base": f"<base href={ELSEWHERE}>",
    "reload": f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    "form": f"<form action={ELSEWHERE}><button>Full credit</button></form>",
    "comment": "<!-- --><img src=x onerror=owned()><!-- -->",
    "broken out": "</div></div></div><script>owned()</script>",
    "entity": "&lt;img src=x onerror=owned()&gt; &#60;script&#62;owned()&#60;/script&#62;",
    "link that runs": "[words](javascript:owned())",
    "link that runs, hidden": "[words](&#106;avascript:owned()) [w](java\tscript:owned())",
    "link with data": "[words](data:text/html,<script>owned()</script>)",
    "link on this server": "[words](/formgrader/api/grades) [words](/logout)",
    "link by itself": "<https://elsewhere.invalid/?a=1> https://elsewhere.invalid/",
    "link by reference": f"[words][a]\n\n[a]: {ELSEWHERE} 'x\" onmouseover=owned()'",
    "picture elsewhere": f"![words]({ELSEWHERE}a.png)",
    "picture on this server": "![words](/logout)",
    "picture that breaks out": '![" onerror="owned()](x" onerror="owned())',
    "picture by reference": f"![words][a]\n\n[a]: {ELSEWHERE}",
    "heading of a name": "# why\n\n## why-comment\n\n### submission_id",
    "language that breaks out": '```"><img/src=x/onerror=owned()>\ncode\n```',
    "language of a class": '```score" id="why\ncode\n```',
    "formula with a tag": r"$\text{<img src=x onerror=owned()>}$",
    "formula with a class": r"$$\class{score}{a}$$ $\cssId{why}{a}$ $\style{position:fixed}{a}$",
    "formula with a link": r"$\href{javascript:owned()}{x}$",
    "formula broken out": r"$$</math><script>owned()</script>$$",
    "environment": r"\begin{align}<script>owned()</script>\end{align}",
    "table": "| a |\n|---|\n| <img src=x onerror=owned()> |",
    "task list": "- [ ] <input class=score id=why>",
    "definition": f"word\n: {IMAGE}",
    "struck out": f"~~{IMAGE}~~ **{IMAGE}** `{IMAGE}`",
}
OUTPUTS = {
    "html": {"data": {"text/html": IMAGE, "text/plain": "a table"}},
    "html alone": {"data": {"text/html": IMAGE}},
    "html, isolated": {"data": {"text/html": IMAGE}, "metadata": {"text/html": {"isolated": True}}},
    "javascript": {"data": {"application/javascript": "owned()"}},
    "a picture of vectors": {"data": {"image/svg+xml": SVG}},
    "markdown": {"data": {"text/markdown": f"```mermaid\n{IMAGE}\n```\n{IMAGE}"}},
    "latex": {"data": {"text/latex": f"$a$ {IMAGE}"}},
    "mermaid": {"data": {"text/vnd.mermaid": f"</pre>{IMAGE}", "text/plain": "a"}},
    "a widget": {"data": {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}}},
    "a picture that is none": {"data": {"image/png": '"><img src=x onerror=owned()>'}},
    "a picture elsewhere": {
        "data": {"image/png": PIXEL},
        "metadata": {"filenames": {"image/png": f"{ELSEWHERE}a.png"}},
    },
    "a picture of a size": {
        "data": {"image/png": PIXEL},
        "metadata": {"image/png": {"width": "1 onerror=owned()", "alt": '" onerror="owned()'}},
    },
    "colours": {"data": {"text/plain": f"\x1b[31m{IMAGE}\x1b]8;;javascript:owned()\x07a\x1b[0m"}},
}


def notebooks() -> dict[str, NotebookNode]:
    """A notebook for each way, by name."""
    found = {f"text: {name}": _of(v4.new_markdown_cell(text)) for name, text in TEXTS.items()}
    for name, text in (("html", IMAGE), ("names", "<a id=why class=score></a>"), ("fence", "```")):
        raw = v4.new_raw_cell(f"{text}\n{IMAGE}", metadata={"raw_mimetype": "text/html"})
        found[f"raw: {name}"] = _of(raw)
    for name, fields in OUTPUTS.items():
        output = v4.new_output("display_data", **fields)
        found[f"output: {name}"] = _of(v4.new_code_cell("1", outputs=[output]))
    found |= {f"printed: {name}": _of(cell) for name, cell in _printed().items()}
    found |= {f"said of itself: {name}": nb for name, nb in _metadata().items()}
    return found


def _printed() -> dict[str, NotebookNode]:
    """Cells that print, fail, and are coloured."""
    error = v4.new_output("error", ename=IMAGE, evalue=IMAGE, traceback=[IMAGE, "\x1b[31m" + IMAGE])
    stream = v4.new_output("stream", name="stdout", text=f"{IMAGE}\x1b[1m{IMAGE}")
    return {
        "an error": v4.new_code_cell("1", outputs=[error]),
        "a text": v4.new_code_cell("1", outputs=[stream]),
        "code": v4.new_code_cell(f"# {IMAGE}\nx = '''</pre>{IMAGE}'''"),
        "code of another language": v4.new_code_cell(f"%%html\n{IMAGE}"),
    }


def _metadata() -> dict[str, NotebookNode]:
    """Notebooks whose metadata, or whose cells', say too much."""
    tagged = _of(v4.new_code_cell("1", metadata={"tags": ['"><img src=x onerror=owned()>']}))
    titled = _of(v4.new_markdown_cell("1"))
    titled.metadata.title = f"</title>{IMAGE}"
    titled.metadata.language_info = {"name": f"html{IMAGE}", "pygments_lexer": "html"}
    widgets = _of(v4.new_markdown_cell("1"))
    state = {"application/vnd.jupyter.widget-state+json": {"state": {"a": "</script>" + IMAGE}}}
    widgets.metadata.widgets = state
    attached = v4.new_markdown_cell("![a](attachment:a.png) ![b](attachment:b.png)")
    attached.attachments = {
        "a.png": {'image/png;base64,"onerror="owned()': PIXEL},
        "b.png": {"text/html": base64.b64encode(IMAGE.encode()).decode()},
    }
    return {"tags": tagged, "a title": titled, "widgets": widgets, "attachments": _of(attached)}


def _of(cell: NotebookNode) -> NotebookNode:
    """A notebook with this cell."""
    notebook = v4.new_notebook()
    notebook.cells = [cell]
    return notebook
