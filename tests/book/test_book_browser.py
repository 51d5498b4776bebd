"""The browser's eyes: each complaint is seen to be made."""

import pytest

from helpers import site_browser
from helpers.chromium import needs_chromium

pytestmark = needs_chromium
PAGE = """<!doctype html><html lang="en"><head><title>page</title>
<meta name="viewport" content="width=device-width">
</head><body><main>{}</main></body></html>"""
DOT = 'src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="'
SOUND = f"""<style>
@media print {{
  nav {{ display: none }} img {{ break-inside: avoid }} pre {{ white-space: pre-wrap }}
}}
p {{ color: #333; background: #fff }}
@media (prefers-color-scheme: dark) {{ p {{ color: #eee; background: #111 }} }}
pre {{ overflow: auto }}</style>
<script>addEventListener("beforeprint", () => {{
  document.querySelectorAll("details").forEach(d => {{ d.open = true; }});
}})</script>
<nav><a href="#here">here</a></nav><p id="here">some words</p>
<details><summary>fold</summary><p>more</p></details>
<pre tabindex="0">{"long " * 100}</pre><img alt="a dot" {DOT}>"""
UNSOUND = {
    "another-machine": (
        '<script src="http://localhost:9/x.js"></script>',
        "asks for http://localhost:9/x.js",
    ),
    "script": ("<script>nonsense()</script>", "script error: nonsense is not defined"),
    "missing-image": ('<img src="gone.png" alt="gone">', "could not load"),
    "wide": ('<div style="width: 3000px">x</div>', "has to be scrolled sideways"),
    "wide-on-a-phone": (
        '<div style="width: 500px">x</div>',
        "has to be scrolled sideways on a phone",
    ),
    "math": ("<mjx-merror>Undefined control sequence</mjx-merror>", "math not understood"),
    "silent-image": (f"<img {DOT}>", "by day: image-alt (critical) at img"),
    "pale": (
        '<p style="color: #999; background: #fff">words</p>',
        "by day: color-contrast (serious) at p",
    ),
    "code": (
        '<div class="highlight"><pre><span class="k">if</span> <span class="k">some</span> words '
        '<span style="color: #999" class="o">plus</span></pre></div>',
        "by day: color-contrast (serious) at .o",
    ),
    "night": (
        "<style>@media (prefers-color-scheme: dark) { p { color: #444; background: #333 } }</style>"
        "<p>words</p>",
        "by night: color-contrast (serious) at p",
    ),
    "phone": (
        "<style>@media (max-width: 400px) { pre { overflow: auto } }</style>"
        f"<pre>{'x' * 60}</pre>",
        "on a phone: scrollable-region-focusable (serious) at pre",
    ),
    "frame": ('<iframe srcdoc="x"></iframe>', "by day: frame-title (serious) at iframe"),
    "nameless": (
        '<div tabindex="0" role="button"></div>',
        "by day: aria-command-name (serious) at div",
    ),
    "unreachable": (
        f'<pre style="overflow: auto">{"x" * 500}</pre>',
        "by day: scrollable-region-focusable",
    ),
    "bar": ('<nav class="bar">Next page</nav>', "printed: bar is for the screen"),
    "fold": ("<details><summary>fold</summary><p>words</p></details>", "printed: left out: fold"),
    "cut": (f'<pre style="overflow: auto">{"x" * 500}</pre>', "printed: cut off: <pre"),
    "torn": (f'<img alt="a" {DOT}>', "printed: cut off: <img"),
    "switch": (
        '<button class="theme-switch-button">night</button>',
        "the switch leads to {None} only",
    ),
    "search": (
        '<div id="search-results"><p class="search-summary">It did not match</p></div>',
        "finds nothing",
    ),
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """A site of one sound page and many that are not."""
    folder = tmp_path_factory.mktemp("site")
    for name, html in {
        "sound": SOUND,
        **{name: html for name, (html, _) in UNSOUND.items()},
    }.items():
        (folder / f"{name}.html").write_text(PAGE.format(html), encoding="utf-8")
    return site_browser.survey(folder, folder.as_uri() + "/")


@pytest.mark.parametrize("name", UNSOUND)
def test_each_complaint_is_seen_to_be_made(seen, name):
    complaint = UNSOUND[name][1]
    assert any(
        problem.startswith((f"{name}.html: {complaint}", f"{name}: {complaint}"))
        for problem in seen.problems
    )


def test_a_sound_page_is_not_complained_of(seen):
    assert [problem for problem in seen.problems if problem.startswith("sound")] == []


def test_all_is_counted(seen):
    assert (seen.pages, len(seen.links), seen.outside) == (
        len(UNSOUND) + 1,
        1,
        2,
    )  # a phone asks again
    assert seen.violations >= 7 and str(seen).startswith("21 pages, 1 links")
