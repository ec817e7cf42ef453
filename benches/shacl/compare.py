#!/usr/bin/env python3
"""The same rules on the same facts: csto-validate, pySHACL, TopBraid SHACL and pyshacl-turbo, in one run.

    python3 benches/shacl/compare.py

needs Rust, Python 3.11 or later and PyPI: the engines of `requirements.txt` (TopBraid brings its
Java) go into a temporary environment. `--help` shows what can be chosen; with the sizes and
repetitions that are preset it takes about ten minutes on two cores of a machine that does nothing else.

For each size it lets `benches/generate` make a dataset, seeds a known number of faults of each rule
(`facts.py`), writes the same facts as RDF (`rdf.py`), and runs each engine as a process of its own,
in turn: ours on the TOML, the others on the RDF with `shapes.ttl`. After every round all of them must
have found the same violations, as many of each rule as were seeded; else it ends with the
difference and status 1. All rules of csto-validate are on, also those that SHACL cannot say.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or later is needed")

import engines
import facts
import rdf

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def cargo(*arguments, **environment):
    subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, env={**os.environ, **environment})


def build():
    """The binary of this tree."""
    cargo("build", "--release", "--locked", "--quiet")
    metadata = ["cargo", "metadata", "--format-version", "1", "--no-deps", "--offline"]
    output = subprocess.run(metadata, cwd=ROOT, check=True, capture_output=True).stdout
    return Path(json.loads(output)["target_directory"], "release", "csto-validate")


class Case:
    """One dataset with seeded faults, as TOML and as RDF."""

    def __init__(self, generated, folder, group):
        self.folder = folder / group
        self.dataset, self.seeded = facts.build(generated, self.folder, group)
        self.data = folder / f"{group}.nt"
        self.triples = rdf.write(self.dataset, self.data)
        claims = [claim for file in self.dataset.files.values() for claim in file.get("claim", [])]
        self.claims = len(claims)
        self.subjects = {claim["id"]: claim["subject"] for claim in claims}

    def run(self, binary, name):
        """Runs an engine; returns what it took and what it found."""
        out = self.data.with_suffix(f".{name}")
        report = self.data.with_suffix(f".{name}.nt")
        report.unlink(missing_ok=True)
        command = engines.commands(binary, self.folder, self.data, engines.SHAPES, report)[name]
        took = engines.run(command, out, 1)
        if name == "csto-validate":
            return took, engines.found_by_us(out, self.subjects)
        return took, engines.found_by_shapes(*((out, "turtle") if name == "TopBraid" else (report, "nt")))

    def compare(self, found):
        """Ends the program unless all engines found the same, and as much of each rule as was seeded."""
        ours = found["csto-validate"]
        for name, theirs in found.items():
            if ours != theirs:
                lines = [f"  only csto-validate: {rule} of {about}" for rule, about in sorted(ours - theirs)]
                lines += [f"  only {name}: {rule} of {about}" for rule, about in sorted(theirs - ours)]
                raise SystemExit("\n".join([f"{self.folder}: csto-validate and {name} differ:", *lines]))
        counts = Counter(rule for rule, _ in ours)
        if counts != self.seeded:
            wrong = [
                f"  {rule}: {self.seeded[rule]} seeded, {counts[rule]} found"
                for rule in sorted(self.seeded | counts)
                if self.seeded[rule] != counts[rule]
            ]
            raise SystemExit("\n".join([f"{self.folder}: not what was seeded:", *wrong]))


def baselines(case, binary, folder):
    """What every engine takes to start, and what the others take to start and read: `start` is
    without facts, `read` is without shapes."""
    nothing, empty = folder / "nothing", folder / "empty.nt"
    (nothing / "facts").mkdir(parents=True, exist_ok=True)
    manifest = "facts/dataset.toml"
    (nothing / manifest).write_bytes((case.folder / manifest).read_bytes())
    empty.write_text("")
    report, out = folder / "report.nt", folder / "out"
    start = engines.commands(binary, nothing, empty, engines.SHAPES, report)
    read = engines.commands(binary, nothing, case.data, empty, report)
    return {
        name: (engines.run(start[name], out, 0), None if name == "csto-validate" else engines.run(read[name], out, 0))
        for name in engines.NAMES
    }


def spread(values, form):
    """Median, least and greatest."""
    return f"{form(statistics.median(values))} ({form(min(values))} to {form(max(values))})"


def seconds(value):
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def times(value):
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def table(case, took, base):
    """The figures of one dataset, in Markdown."""
    print(f"\n{case.claims:,} claims, {case.triples:,} triples; {len(took['pySHACL'])} runs of each, in turn\n")
    print(" | ".join(["| median (least to greatest)", *engines.NAMES]), "|")
    print("|---" * (len(engines.NAMES) + 1) + "|")

    def row(title, cell):
        print(f"| {title} | " + " | ".join(map(cell, engines.NAMES)) + " |")

    def wall(name):
        return [one.wall for one in took[name]]

    def cpu(name):
        return [one.cpu for one in took[name]]

    def start(name):
        return statistics.median(one.cpu for one, _ in base[name])

    def read(name):
        return statistics.median(one.cpu for _, one in base[name]) - start(name)

    def check(name):
        before = start(name) if name == "csto-validate" else start(name) + read(name)
        return statistics.median(cpu(name)) - before

    def ratio(name, of):
        return "1" if name == "csto-validate" else spread(of(name), times)

    def beside(name, of):
        return [other / own for other, own in zip(of(name), of("csto-validate"))]

    own = "csto-validate"
    row("whole process, by the clock", lambda name: spread(wall(name), seconds))
    row("**times as long as csto-validate**", lambda name: ratio(name, lambda name: beside(name, wall)))
    row("whole process, processor time", lambda name: spread(cpu(name), seconds))
    row("**times as much as csto-validate**", lambda name: ratio(name, lambda name: beside(name, cpu)))
    row("of that to start, without facts", lambda name: seconds(start(name)))
    # From outside our reading cannot be told from our checking, so it stays in.
    row("of that to read the facts", lambda name: "in the next" if name == own else seconds(read(name)))
    # Differences of medians: where runs scatter more than that, they say nothing.
    row("of that to check them", lambda name: seconds(check(name)) if check(name) > 0 else "lost in the noise")
    row(
        "times as much as ours to read and check",
        lambda name: times(check(name) / check(own)) if check(name) > 0 else "–",
    )
    row("memory at the peak", lambda name: f"{max(one.memory for one in took[name]):.0f} MiB")


def machine():
    model = platform.processor()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), model)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return cores, f"{cores} cores, {model or platform.machine()}, {platform.system()}"


def compare(arguments):
    binary = arguments.binary or build()
    cores, name = machine()
    print(*engines.versions(binary), name, sep="\n")
    for claims in arguments.claims:
        with tempfile.TemporaryDirectory(prefix="shacl-") as folder:
            folder = Path(folder)
            generated = folder / "generated"
            cargo(
                "bench",
                "--profile",
                "dev",
                "--locked",
                "--quiet",
                "--bench",
                "check",
                GENERATE=str(generated),
                CLAIMS=str(claims),
            )
            cases = [Case(generated, folder, group) for group in facts.FAULTS]
            # Each set of faults once, before anything is timed.
            for case in cases:
                found = {name: case.run(binary, name)[1] for name in engines.NAMES}
                case.compare(found)
                rules = ", ".join(f"{rule} {count}" for rule, count in sorted(case.seeded.items()))
                print(f"\n{case.claims:,} claims: all find the same {case.seeded.total()} violations: {rules}")
            case = cases[0]
            took, base = ({name: [] for name in engines.NAMES} for _ in range(2))
            for _ in range(arguments.repeat):
                found = {}
                for name in engines.NAMES:
                    one, found[name] = case.run(binary, name)
                    took[name].append(one)
                case.compare(found)
                for name, one in baselines(case, binary, folder).items():
                    base[name].append(one)
            table(case, took, base)
    if os.getloadavg()[0] > cores + 0.5:
        print("\nwarning: other programs were running; the figures by the clock are theirs, too", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[1000, 20000], help="sizes (1000 20000)")
    parser.add_argument("--repeat", type=int, default=5, help="timed runs of each engine (5)")
    parser.add_argument("--binary", type=Path, help="a csto-validate that is built already")
    parser.add_argument("--installed", action="store_true", help="this Python has the engines already")
    arguments = parser.parse_args()
    if arguments.installed:
        return compare(arguments)
    with tempfile.TemporaryDirectory(prefix="shacl-engines-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*install, "-r", HERE / "requirements.txt"], check=True)
        return subprocess.run([python, *sys.argv, "--installed"]).returncode


if __name__ == "__main__":
    sys.exit(main())
