"""The small site in a real browser: from a file, below a sub-path, at the width of a desk and of a phone."""

import shutil

import browser
import pytest

pytestmark = pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)")


def test_pages_open_from_a_file(small_site):
    assert browser.stumbles(small_site, small_site.as_uri() + "/") == []


def test_pages_open_below_a_sub_path(small_site, tmp_path):
    shutil.copytree(small_site, tmp_path / "courses" / "mlp")
    with browser.served(tmp_path) as address:
        assert browser.stumbles(small_site, address + "courses/mlp/") == []


@pytest.mark.parametrize(
    "html, complaint",
    [
        ('<script src="http://localhost:9/x.js"></script>', "asks for http://localhost:9/x.js"),
        ("<script>nonsense()</script>", "script error: nonsense is not defined"),
        ('<img src="gone.png">', "could not load"),
        ('<div style="width: 3000px">x</div>', "has to be scrolled sideways"),
        ("<mjx-merror>Undefined control sequence</mjx-merror>", "math not understood"),
    ],
)
def test_each_complaint_is_seen_to_be_made(tmp_path, html, complaint):
    (tmp_path / "page.html").write_text(f"<p>x</p>{html}", encoding="utf-8")
    assert any(complaint in found for found in browser.stumbles(tmp_path, tmp_path.as_uri() + "/"))
