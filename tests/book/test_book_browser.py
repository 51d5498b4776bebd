"""The browser's eyes: each complaint is seen to be made."""

import browser
import pytest

pytestmark = pytest.mark.skipif(browser.CHROMIUM is None, reason=browser.MISSING)


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
