"""Read a built site as a browser with no network would.

That shows what it loads, where its links lead, and what its images say.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

# Tags that make a browser fetch something, and the attribute that says what
WITH_SOURCE = (
    "script",
    "img",
    "iframe",
    "embed",
    "source",
    "video",
    "audio",
    "track",
    "input",
)
LOADING = {
    **dict.fromkeys(WITH_SOURCE, "src"),
    "object": "data",
    "image": "href",
    "form": "action",
}
LINK_LOADS = {
    "stylesheet",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "icon",
    "manifest",
}
OUTSIDE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
CSS_LOADS = re.compile(
    r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE
)

# Addresses in a script; those of w3.org are names of XML name spaces, which are never fetched.
SCRIPT_LOADS = re.compile(r"""["'`](https?://(?!www\.w3\.org/)[^"'`\s]+)["'`]""")


def outside_requests(site: Path) -> list[str]:
    """Addresses on other machines that a page, style sheet or page script of `site` would load."""
    found = []
    for path, page in _pages(site):
        for address in _loaded(page):
            if OUTSIDE.match(address):
                found.append(f"{path} loads {address}")
        for style in _styles(page):
            for address in CSS_LOADS.findall(style):
                found.append(f"{path} loads {address}")
        for script in page.find_all("script", src=False):
            for address in SCRIPT_LOADS.findall(script.text):
                found.append(f"{path} names {address} in a script")
    for path in sorted(site.rglob("*.css")):
        text = path.read_text(encoding="utf-8", errors="ignore")
        for address in CSS_LOADS.findall(text):
            found.append(f"{path.relative_to(site)} loads {address}")
    return found


def images_without_text(site: Path) -> list[str]:
    """Images and frames of `site` that say nothing to whoever cannot see them."""
    found = []
    for path, page in _pages(site):
        for tag in page.find_all("img"):
            if not _value(tag, "alt").strip():
                source = str(tag.get("src"))[:60]
                found.append(f"{path}: image {source} has no alt text")
        for tag in page.find_all("iframe"):
            if not tag.get("title"):
                found.append(f"{path}: a frame has no title")
    return found


def broken_links(site: Path) -> list[str]:
    """Links of `site` to a page, file or heading that is not there.

    Links that depend on where the site is put are among them, too.
    """
    anchors = cache(_anchors)
    found = []
    for path, page in _pages(site):
        for address in _addresses(page):
            problem = _dead(site, path, address, anchors)
            if problem:
                found.append(f"{path}: {address} {problem}")
    return found


def _addresses(page: BeautifulSoup) -> list[str]:
    """Every address that `page` leads to or shows."""
    found = []
    for key in ("href", "src"):
        for tag in page.find_all(True, attrs={key: True}):
            found.append(_value(tag, key))
    return found + _redirections(page)


def _anchors(path: Path) -> set[str]:
    """What a link can point at inside the page `path`."""
    page = _soup(path)
    found = set()
    for tag in page.find_all(True):
        for key in ("id", "name"):
            if tag.has_attr(key):
                found.add(_value(tag, key))
    return found


def _dead(site: Path, page: Path, address: str, anchors: Callable[[Path], set[str]]) -> str:
    """What is wrong with `address` on `page` ('' if nothing is)."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    if parts.path.startswith("/"):
        return "works only at the root of a server"

    target = site / page
    if parts.path:
        path = unquote(parts.path)
        target = (site / page.parent / path).resolve()
    if target.is_dir():
        return "leads to a folder"
    if not target.exists():
        return "leads nowhere"

    heading = unquote(parts.fragment)
    if heading and target.suffix == ".html" and heading not in anchors(target):
        return "names a heading that is not there"
    return ""


def _loaded(page: BeautifulSoup) -> Iterator[str]:
    """What a browser fetches to show `page`."""
    for name, key in LOADING.items():
        for tag in page.find_all(name, attrs={key: True}):
            yield _value(tag, key)
    for tag in page.find_all("link", href=True):
        if LINK_LOADS.intersection(_rel(tag)):
            yield _value(tag, "href")
    # A list of addresses, each with the width it is for
    for tag in page.find_all(srcset=True):
        choices = _value(tag, "srcset")
        for choice in choices.split(","):
            if choice.strip():
                yield choice.split()[0]
    yield from _redirections(page)


def _styles(page: BeautifulSoup) -> list[str]:
    """The styles that stand in `page`: of single tags, and of all."""
    found = []
    for tag in page.find_all(style=True):
        found.append(_value(tag, "style"))
    for tag in page.find_all("style"):
        found.append(tag.text)
    return found


def _redirections(page: BeautifulSoup) -> list[str]:
    """Where `page` sends its reader on to."""
    refresh = re.compile("refresh", re.IGNORECASE)
    found = []
    for tag in page.find_all("meta", attrs={"http-equiv": refresh}):
        content = _value(tag, "content")
        _, _, address = content.partition("url=")
        found.append(address)
    return found


def _rel(tag: Tag) -> set[str]:
    """What a link is for, in small letters."""
    words = _value(tag, "rel").lower()
    return set(words.split())


def _value(tag: Tag, key: str) -> str:
    """What an attribute says, '' if it is not there; several words as they would be written."""
    value = tag.get(key) or ""
    if isinstance(value, str):
        return value
    return " ".join(value)


def _pages(site: Path) -> Iterator[tuple[Path, BeautifulSoup]]:
    """Every page by its name, and the pages in its frames.

    Templates that the theme leaves in `_static` are none.
    """
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site)
        if "_static" in name.parts:
            continue
        page = _soup(path)
        yield name, page
        for frame in page.find_all("iframe", srcdoc=True):
            inner = _value(frame, "srcdoc")
            yield name, BeautifulSoup(inner, "html.parser")


def _soup(path: Path) -> BeautifulSoup:
    """A page, read."""
    text = path.read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")
