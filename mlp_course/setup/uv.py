"""What pip is told of indexes, certificates and proxies, in uv's words. Standard library only.

uv installs what pip would install in a tenth of the time, but reads none of pip's settings: a class
behind a mirror, a proxy or a company's certificate has set pip up for that, and nothing else.
"""

import ast
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

# pip's option -> uv's variable; several values are parted by blanks or line breaks in both
VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "constraint": "UV_CONSTRAINT",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
}
SECTIONS = ("global", "install", ":env:")  # of what pip says; a later one goes before
ALWAYS = {
    "UV_NO_PROGRESS": "1",  # a line of ours says how far it is
    "UV_NO_CONFIG": "1",  # nobody's project settings
    "UV_INDEX_STRATEGY": "unsafe-best-match",  # as pip: the best version of all indexes
    "UV_SYSTEM_CERTS": "1",  # as pip: what the system trusts
}


def program(python: Path) -> Path:
    """Where uv is, if the environment of `python` has it."""
    return python.with_name("uv.exe" if os.name == "nt" else "uv")


def variables(python: Path, surroundings: Mapping[str, str]) -> dict[str, str]:
    """The variables for uv in these `surroundings`: what is said to pip there, by file or variable.

    What is said to uv itself goes before.
    """
    said = pip_settings(python, surroundings)
    ours = {VARIABLES[option]: value for option, value in said.items() if option in VARIABLES}
    if ours.get("UV_NO_INDEX", "").lower() in ("0", "false", "no", "off", ""):
        ours.pop("UV_NO_INDEX", None)
    for name in ("UV_FIND_LINKS", "UV_INDEX", "UV_INSECURE_HOST"):
        if name in ours:
            between = " " if name == "UV_INDEX" else ","
            ours[name] = between.join(ours[name].split())
    return {**surroundings, **ALWAYS, **ours, **_said_to_uv(surroundings)}


def pip_settings(python: Path, surroundings: Mapping[str, str]) -> dict[str, str]:
    """Option -> value, as pip itself reads its files and variables; {} if it does not tell."""
    call = [str(python), "-m", "pip", "config", "list"]
    told = subprocess.run(call, capture_output=True, text=True, env=dict(surroundings), check=False)
    by_section: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in told.stdout.splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if section in by_section and value:
            by_section[section][option] = str(ast.literal_eval(value))
    found: dict[str, str] = {}
    for section in SECTIONS:
        found |= by_section[section]
    return found


def _said_to_uv(surroundings: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in surroundings.items() if name.startswith("UV_")}
