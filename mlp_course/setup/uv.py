"""What pip is told of indexes, certificates and proxies, in uv's words. Standard library only.

uv installs what pip would install in a third of the time, but reads none of pip's settings: a class
behind a mirror, a proxy or a company's certificate has set pip up for that, and nothing else.
"""

import ast
import contextlib
import math
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
    "no-cache-dir": "UV_NO_CACHE",
    "cert": "SSL_CERT_FILE",
}
# What uv cannot be told beside what the course asks for: then pip installs.
BEYOND = {"client-cert", "constraint", "no-binary", "only-binary"}
# Certificates that pip takes, too, the first before the second
CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
PROXIES = ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
SWITCHES = ("UV_NO_INDEX", "UV_NO_CACHE")
# of pip's settings, those for `pip install`; a later one goes before
SECTIONS = ("global", "install", ":env:")
ALWAYS = {
    "UV_NO_PROGRESS": "1",  # a line of ours says how far it is
    "UV_NO_CONFIG": "1",  # nobody's project settings
    "UV_INDEX_STRATEGY": "unsafe-best-match",  # as pip: the best version of all indexes
    "UV_SYSTEM_CERTS": "1",  # as pip: what the system trusts
    # as pip: else the first lesson would wait for it, and read the warnings of other packages
    "UV_COMPILE_BYTECODE": "1",
}
# Of variables that may have several values: what stands between them for uv
BETWEEN = {
    "UV_FIND_LINKS": ",",
    "UV_INDEX": " ",
    "UV_INSECURE_HOST": ",",
}
FALSE = ("0", "false", "no", "off", "")


def program(python: Path) -> Path:
    """Where uv is, if the environment of `python` has it."""
    name = "uv.exe" if os.name == "nt" else "uv"
    return python.with_name(name)


def runs(python: Path) -> bool:
    """Whether the environment of `python` has a uv that starts: one left half copied does not."""
    try:
        return subprocess.run([program(python), "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


def can_obey(python: Path, surroundings: Mapping[str, str]) -> bool:
    """Whether uv can be told all that pip is told in these `surroundings`."""
    return BEYOND.isdisjoint(pip_settings(python, surroundings))


def variables(python: Path, surroundings: Mapping[str, str]) -> dict[str, str]:
    """The variables for uv in these `surroundings`: what is said to pip there, by file or variable.

    What is said to uv itself goes before.
    """
    settings = pip_settings(python, surroundings)
    for variable in CERTIFICATES:
        if surroundings.get(variable):
            settings.setdefault("cert", surroundings[variable])
    from_pip = {}
    for option, value in settings.items():
        if option in VARIABLES:
            from_pip[VARIABLES[option]] = value
    if "proxy" in settings:
        from_pip |= dict.fromkeys(PROXIES, settings["proxy"])

    # uv writes some values otherwise: a switch that is off is not there, seconds are whole.
    for switch in SWITCHES:
        if from_pip.get(switch, "").lower() in FALSE:
            from_pip.pop(switch, None)
    with contextlib.suppress(KeyError, ValueError):
        seconds = float(from_pip["UV_HTTP_TIMEOUT"])
        from_pip["UV_HTTP_TIMEOUT"] = str(math.ceil(seconds))
    for name, between in BETWEEN.items():
        if name in from_pip:
            values = from_pip[name].split()
            from_pip[name] = between.join(values)

    said_to_uv = {}
    for name, value in surroundings.items():
        if name.startswith("UV_"):
            said_to_uv[name] = value
    return {**surroundings, **ALWAYS, **from_pip, **said_to_uv}


def pip_settings(python: Path, surroundings: Mapping[str, str]) -> dict[str, str]:
    """Option -> value, as pip itself reads its files and variables; {} if it does not tell."""
    call = [str(python), "-m", "pip", "config", "list"]
    env = dict(surroundings)
    told = subprocess.run(call, capture_output=True, text=True, env=env, check=False)
    by_section: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in told.stdout.splitlines():
        # section.option='value', the value as Python writes it
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if section in by_section and value:
            by_section[section][option] = str(ast.literal_eval(value))
    found: dict[str, str] = {}
    for section in SECTIONS:
        found |= by_section[section]
    return found
