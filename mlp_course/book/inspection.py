"""Read a built site as a browser with no network would: what it loads, where its links lead, what its images say."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

LOADING = {"script": "src", "img": "src", "iframe": "src", "embed": "src", "source": "src", "video": "src",
           "audio": "src", "track": "src", "object": "data", "input": "src", "image": "href", "form": "action"}  # fmt: skip
LINK_LOADS = {"stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "icon", "manifest"}
OUTSIDE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
CSS_LOADS = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
SCRIPT_LOADS = re.compile(r"""["'`](https?://[^"'`\s]+)["'`]""")
NAMES_ONLY = ("http://www.w3.org/", "https://www.w3.org/")  # XML name spaces are never fetched


def outside_requests(site: Path) -> list[str]:
    """Addresses on other machines that a page, style sheet or page script of `site` would load by itself."""
    found = []
    for path, page in _pages(site):
        found += [f"{path} loads {address}" for address in _loaded(page) if OUTSIDE.match(address)]
        found += [f"{path} loads {address}" for tag in page.find_all(style=True) for address in CSS_LOADS.findall(tag["style"])]  # fmt: skip
        found += [f"{path} loads {address}" for tag in page.find_all("style") for address in CSS_LOADS.findall(tag.text)]  # fmt: skip
        for script in page.find_all("script", src=False):
            found += [f"{path} names {a} in a script" for a in SCRIPT_LOADS.findall(script.text) if not a.startswith(NAMES_ONLY)]  # fmt: skip
    for path in sorted(site.rglob("*.css")):
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{path.relative_to(site)} loads {address}" for address in CSS_LOADS.findall(text)]
    return found


def images_without_text(site: Path) -> list[str]:
    """Images and frames of `site` that say nothing to whoever cannot see them."""
    found = []
    for path, page in _pages(site):
        found += [f"{path}: image {str(tag.get('src'))[:60]} has no alt text" for tag in page.find_all("img")
                  if not (tag.get("alt") or "").strip()]  # fmt: skip
        found += [f"{path}: a frame has no title" for tag in page.find_all("iframe") if not tag.get("title")]
    return found


def broken_links(site: Path) -> list[str]:
    """Links of `site` to a page, file or heading that is not there, or that depend on where the site is put."""
    anchors = cache(
        lambda path: {tag[key] for key in ("id", "name") for tag in _soup(path).find_all(attrs={key: True})}
    )
    found = []
    for path, page in _pages(site):
        for tag in page.find_all(attrs={"href": True}) + page.find_all(attrs={"src": True}):
            address = tag.get("href") or tag.get("src") or ""
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
    if parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in anchors(target):
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
    for tag in page.find_all("meta", attrs={"http-equiv": re.compile("refresh", re.IGNORECASE)}):
        yield tag["content"].partition("url=")[2]


def _rel(tag: Tag) -> set[str]:
    return {word.lower() for word in tag.get("rel", [])}


def _pages(site: Path) -> Iterator[tuple[Path, BeautifulSoup]]:
    """Every page by its name; the theme leaves templates in `_static` that no reader opens."""
    for path in sorted(site.rglob("*.html")):
        if "_static" not in path.relative_to(site).parts:
            yield path.relative_to(site), _soup(path)


def _soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
