"""The verb `doctor`.

Standard library only at import, so that it speaks even where nothing is installed.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from mlp_course.commands.arguments import DONE, FAILED, parser_of
from mlp_course.setup import jupyter, machine, packages
from mlp_course.setup.finding import AFRESH, INSTALL, Finding

ALWAYS = (packages.check_python, machine.check_folders, machine.check_mixing)
ONCE_INSTALLED = (
    packages.check_required,
    packages.check_optional,
    packages.check_consistency,
    packages.check_imports,
    jupyter.check_kernel,
    jupyter.check_validate_button,
    machine.check_data,
    machine.check_memory,
)


def main(argv: list[str]) -> int:
    """Look at everything and say what is not well; returns 0 if nothing is bad, 1 otherwise."""
    wanted = _parser().parse_args(argv)
    findings = []
    # Each finding at once: some checks take their time.
    for finding in examine():
        findings.append(finding)
        if finding.state != "good" and not wanted.json:
            mark = "!" if finding.state == "bad" else "-"
            print(f"{mark} {finding.said}\n    {finding.mend}", flush=True)

    bad = sum(finding.state == "bad" for finding in findings)
    if wanted.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        state = f"{bad} to mend (marked !)" if bad else "All is well"
        print(f"{state}; {len(findings)} things were looked at.")
    return FAILED if bad else DONE


def _parser() -> argparse.ArgumentParser:
    """What `mlp-course doctor` understands."""
    parser = parser_of("doctor", "Say what is missing, too old or broken, and how to mend it.")
    parser.add_argument("--json", action="store_true", help="every finding, for programs")
    return parser


def examine() -> Iterator[Finding]:
    """All findings; a check that fails is a finding too, and the others go on."""
    checks = [*ALWAYS]
    if packages.is_installed():
        checks += ONCE_INSTALLED
    for check in checks:
        try:
            yield from check()
        except ModuleNotFoundError as error:
            yield Finding("bad", f"The package {error.name} is missing.", INSTALL)
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            said = f"A look at the installation ({check.__name__}) failed: {what}."
            yield Finding("bad", said, AFRESH)
