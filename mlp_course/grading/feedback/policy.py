"""What a page may load and run, said to the browser (Content-Security-Policy).

All that students wrote is text on a page before this is asked for. Should anything get through, the
browser runs and loads nothing that this does not name.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from nbgrader.server_extensions.formgrader import handlers

PAGE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
NOWHERE = "base-uri 'none'; form-action 'none'"
MACROS = Path("formgrade", "formgrade_macros.html.j2")  # where formgrader's own scripts stand
SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
HANDLER = re.compile(r'\bonclick="([^"]*)"')
SCRIPTS = re.compile(r"<script\b.*?</script>\s*", re.DOTALL | re.IGNORECASE)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
FONTS = re.compile(r"@font-face\s*\{[^}]*\}")  # files that do not come with the page


def of_feedback() -> str:
    """A page of feedback: its own text, pictures that stand in it, its own style."""
    return _as_tag(f"{PAGE}; {NOWHERE}")


def of_formgrader(_: object = None) -> str:
    """A page of formgrader's, from the end of its head on.

    Its scripts are loaded by then; they may talk to the server. What is still to come are two
    buttons and one script of nbgrader's own, each known by its hash.
    """
    own = " ".join(_hashes())
    directives = [
        "default-src 'none'",
        "img-src data:",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "connect-src 'self'",
        f"script-src 'unsafe-hashes' {own}",
        NOWHERE,
    ]
    return _as_tag("; ".join(directives))


def without_scripts(page: str) -> str:
    """A page without the scripts and fonts of its template, under the policy of feedback."""
    page = SCRIPTS.sub("", page)
    head, body, rest = page.partition("<body>")
    # What the template says of formgrader's scripts is not for a page that has none.
    head = POLICY.sub("", head)
    head = FONTS.sub("", head)
    head = head.replace("<head>", f"<head>\n{of_feedback()}", 1)
    return head + body + rest


def _as_tag(policy: str) -> str:
    """The policy as it stands in a page."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}" />'


@cache
def _hashes() -> tuple[str, ...]:
    """The hashes of what formgrader's page runs of its own, read off nbgrader's template.

    A script with something to be filled in stands in the head, before the policy.
    """
    template = Path(handlers.template_path) / MACROS
    text = template.read_text(encoding="utf-8")
    hashes = []
    for script in [*SCRIPT.findall(text), *HANDLER.findall(text)]:
        if script.strip() and "{{" not in script:
            hashes.append(_hash(script))
    return tuple(hashes)


def _hash(script: str) -> str:
    """How a policy names a script."""
    digest = hashlib.sha256(script.encode()).digest()
    encoded = base64.b64encode(digest).decode()
    return f"'sha256-{encoded}'"
