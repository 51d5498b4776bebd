"""Read a built site as a browser with no network would: what it loads, where its links lead, what its images say."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

LOADING = {
    **dict.fromkeys(
        ["script", "img", "iframe", "embed", "source", "video", "audio", "track", "input"], "src"
    ),
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
SCRIPT_LOADS = re.compile(
    r"""["'`](https?://(?!www\.w3\.org/)[^"'`\s]+)["'`]"""
)  # XML name spaces are never fetched


def outside_requests(site: Path) -> list[str]:
    """Addresses on other machines that a page, style sheet or page script of `site` would load by itself."""
    found = []
    for path, page in _pages(site):
        styles = [tag["style"] for tag in page.find_all(style=True)] + [
            tag.text for tag in page.find_all("style")
        ]
        scripts = [tag.text for tag in page.find_all("script", src=False)]
        found += [f"{path} loads {address}" for address in _loaded(page) if OUTSIDE.match(address)]
        found += [
            f"{path} loads {address}" for text in styles for address in CSS_LOADS.findall(text)
        ]
        found += [
            f"{path} names {address} in a script"
            for text in scripts
            for address in SCRIPT_LOADS.findall(text)
        ]
    for path in sorted(site.rglob("*.css")):
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [
            f"{path.relative_to(site)} loads {address}" for address in CSS_LOADS.findall(text)
        ]
    return found


def images_without_text(site: Path) -> list[str]:
    """Images and frames of `site` that say nothing to whoever cannot see them."""
    found = []
    for path, page in _pages(site):
        found += [
            f"{path}: image {str(tag.get('src'))[:60]} has no alt text"
            for tag in page.find_all("img")
            if not (tag.get("alt") or "").strip()
        ]
        found += [
            f"{path}: a frame has no title"
            for tag in page.find_all("iframe")
            if not tag.get("title")
        ]
    return found


def broken_links(site: Path) -> list[str]:
    """Links of `site` to a page, file or heading that is not there, or that depend on where the site is put."""
    anchors = cache(
        lambda path: {
            tag[key] for key in ("id", "name") for tag in _soup(path).find_all(attrs={key: True})
        }
    )
    found = []
    for path, page in _pages(site):
        tags = page.find_all(attrs={"href": True}) + page.find_all(attrs={"src": True})
        for address in [tag.get("href") or tag.get("src") or "" for tag in tags] + _redirections(
            page
        ):
            if problem := _dead(site, path, address, anchors):
                found.append(f"{path}: {address} {problem}")
    return found


def _dead(site: Path, page: Path, address: str, anchors: Callable[[Path], set[str]]) -> str:
    """What is wrong with `address` on `page` ('' if nothing is)."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    if parts.path.startswith("/"):
        return "works only at the root of a server"
    target = (site / page.parent / unquote(parts.path)).resolve() if parts.path else site / page
    if target.is_dir():
        return "leads to a folder"
    if not target.exists():
        return "leads nowhere"
    if (
        parts.fragment
        and target.suffix == ".html"
        and unquote(parts.fragment) not in anchors(target)
    ):
        return "names a heading that is not there"
    return ""


def _loaded(page: BeautifulSoup) -> Iterator[str]:
    """What a browser fetches to show `page`."""
    for name, key in LOADING.items():
        yield from (tag[key] for tag in page.find_all(name, attrs={key: True}))
    for tag in page.find_all("link", href=True):
        if LINK_LOADS.intersection(_rel(tag)):
            yield tag["href"]
    for tag in page.find_all(srcset=True):
        yield from (part.split()[0] for part in tag["srcset"].split(",") if part.strip())
    yield from _redirections(page)


def _redirections(page: BeautifulSoup) -> list[str]:
    """Where `page` sends its reader on to."""
    tags = page.find_all("meta", attrs={"http-equiv": re.compile("refresh", re.IGNORECASE)})
    return [tag["content"].partition("url=")[2] for tag in tags]


def _rel(tag: Tag) -> set[str]:
    return {word.lower() for word in tag.get("rel", [])}


def _pages(site: Path) -> Iterator[tuple[Path, BeautifulSoup]]:
    """Every page by its name, and the pages in its frames; templates that the theme leaves in `_static` are none."""
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site)
        if "_static" not in name.parts:
            page = _soup(path)
            yield name, page
            yield from (
                (name, BeautifulSoup(f["srcdoc"], "html.parser"))
                for f in page.find_all("iframe", srcdoc=True)
            )


def _soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
