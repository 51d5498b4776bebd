"""Every check of a built site is seen to catch what it is there for, and to let the rest pass."""

import json

import nbformat
import pytest

from helpers import small_book
from mlp_course.book.inspection import broken_links, images_without_text, outside_requests
from mlp_course.book.leaks import find_leaks
from mlp_course.lessons.secrets import secrets_of

SECRETS = secrets_of([small_book.lesson()])
GOOD = """<html><head><link rel="stylesheet" href="a.css"><link rel="canonical" href="https://example.org/"></head><body>
<a href="https://doi.org/10.1">paper</a> <a href="#here">here</a> <a href="b.html#there">there</a>
<h1 id="here">x</h1>
<img src="p.png" alt="a picture"><script>const w3 = "http://www.w3.org/2000/svg"</script>
<svg xmlns="http://www.w3.org/2000/svg"></svg></body></html>"""


@pytest.fixture
def site(tmp_path):
    for name, text in {
        "b.html": '<p id="there">b</p>',
        "a.css": "p { background: url(p.png) }",
        "p.png": "x",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "a.html").write_text(GOOD, encoding="utf-8")
    return tmp_path


def add(site, html, name="a.html"):
    path = site / name
    path.write_text(path.read_text(encoding="utf-8") + html, encoding="utf-8")


def test_a_good_page_passes(site):
    assert outside_requests(site) == broken_links(site) == images_without_text(site) == []
    assert find_leaks(site, SECRETS) == []


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        '<script src="//cdn.example.org/x.js"></script>',
        '<link rel="preconnect" href="https://fonts.example.org">',
        '<link rel="stylesheet preload" href="HTTPS://fonts.example.org">',
        '<img alt="x" src="http://example.org/x.png">',
        '<img alt="x" src="p.png" srcset="p.png 1x, https://example.org/x.png 2x">',
        '<iframe title="x" src="https://example.org"></iframe>',
        '<iframe title="x" srcdoc="&lt;script src=&quot;https://example.org&quot;&gt;&lt;/script&gt;"></iframe>',
        '<p style="background: url(https://example.org/x.png)">x</p>',
        "<style>@import 'https://fonts.example.org/css';</style>",
        '<script>const lazily = "https://unpkg.example.org/x.js"</script>',
        '<meta http-equiv="Refresh" content="0; url=https://example.org">',
    ],
)
def test_a_request_to_another_machine_is_seen(site, html):
    add(site, html)
    assert len(outside_requests(site)) == 1


def test_a_request_in_a_style_sheet_is_seen(site):
    add(site, "@font-face { src: url('https://fonts.example.org/f.woff2') }", "a.css")
    assert outside_requests(site) == ["a.css loads https://fonts.example.org/f.woff2"]


@pytest.mark.parametrize(
    "html, problem",
    [
        ('<a href="c.html">x</a>', "leads nowhere"),
        ('<a href="b.html#gone">x</a>', "names a heading that is not there"),
        ('<a href="/a.html">x</a>', "works only at the root of a server"),
        ('<img alt="x" src="gone.png">', "leads nowhere"),
        ('<meta http-equiv="Refresh" content="0; url=gone.html">', "leads nowhere"),
    ],
)
def test_a_broken_link_is_seen(site, html, problem):
    add(site, html)
    assert [found.endswith(problem) for found in broken_links(site)] == [True]


@pytest.mark.parametrize(
    "html", ['<img src="p.png">', '<img src="p.png" alt=" ">', '<iframe srcdoc="x"></iframe>']
)
def test_an_image_that_says_nothing_is_seen(site, html):
    add(site, html)
    assert len(images_without_text(site)) == 1


@pytest.mark.parametrize("secret", small_book.SECRETS)
@pytest.mark.parametrize("name", ["page.html", "_sources/lesson.ipynb", "notes.md"])
def test_a_planted_secret_is_seen_wherever_it_hides(site, secret, name):
    path = site / name
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".ipynb":
        nbformat.write(small_book.notebook_of(small_book.code(f"x = 1\n  {secret}", "x")), path)
    elif path.suffix == ".html":
        marked = "".join(f"<span>{word}</span> " for word in secret.replace("<", "&lt;").split())
        path.write_text(f"<pre>{marked}</pre>", encoding="utf-8")
    else:
        path.write_text(secret, encoding="utf-8")
    assert find_leaks(site, SECRETS) == [f"{name} gives away: {secret}"]


@pytest.mark.parametrize("suffix", ["svg", "htm", "HTML", "css", "csv", "map", "yml", "md"])
def test_a_secret_is_seen_whatever_the_suffix_of_its_file(site, suffix):
    secret = small_book.SECRETS[1]
    text = f"<p>{secret}</p>".replace("zanzibar", "<b>zan</b>zibar")
    if suffix == "map":
        text = json.dumps({"sourcesContent": [f"x\n{secret}"]}).replace("squares", "\\u0073quares")
    elif suffix in {"css", "csv", "yml", "md"}:
        text = secret
    (site / f"x.{suffix}").write_text(text, encoding="utf-8")
    assert find_leaks(site, SECRETS) == [f"x.{suffix} gives away: {secret}"]


@pytest.mark.parametrize("name", ["x.json", "x.ipynb"])
def test_a_broken_notebook_is_read_as_it_stands(site, name):
    secret = small_book.SECRETS[1]
    (site / name).write_text('{"cells": ["' + secret, encoding="utf-8")
    assert find_leaks(site, SECRETS) == [f"{name} gives away: {secret}"]


def test_an_image_is_not_read_and_a_page_with_a_broken_byte_is(site):
    secret = small_book.SECRETS[1]
    for name in ("x.png", "x.html"):
        (site / name).write_bytes(b"\xff" + secret.encode())
    assert find_leaks(site, SECRETS) == [f"x.html gives away: {secret}"]


def test_marks_of_hidden_parts_are_seen_in_notebooks(tmp_path):
    nbformat.write(
        small_book.notebook_of(small_book.code("### BEGIN HIDDEN TESTS", "x")), tmp_path / "x.ipynb"
    )
    assert find_leaks(tmp_path, []) == ["x.ipynb contains the mark 'BEGIN HIDDEN TESTS'."]


def test_what_everybody_may_read_is_no_secret():
    public = "numbers = [one * one for one in range(12)]"
    answer = f"def f():\n    ### BEGIN SOLUTION\n    {public}\n    ### END SOLUTION"
    lesson = small_book.notebook_of(
        small_book.code(answer, "f", solution=True), small_book.code(public, "g")
    )
    assert secrets_of([lesson]) == set()
    assert secrets_of([small_book.notebook_of(lesson.cells[0])]) == {public}
