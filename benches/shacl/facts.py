"""The facts that are compared: what `benches/generate` makes, with more for constraints to hold on
to (what states are party to, neighbours, codes, ended treaties, deprecated claims, dates of
sources), and with faults. The same number of claims gives the same bytes.

There are two sets of faults, because a reference that leads nowhere keeps `csto-validate` from
calling any source unused: that would be a finding that follows from another.
"""

import json
import tomllib
from collections import Counter
from pathlib import Path

STATES = 200

# Which rule each fault is of, how many things it is about, and how it comes about.
FAULTS = {"contents": [], "names": []}


def fault(rule, group="contents", about=1):
    """A kind of fault. The function gets the dataset, the number of a treaty that no other fault
    touches, and how many faults of this kind came before."""

    def add(function):
        FAULTS[group].append((rule, about, function))
        return function

    return add


class Dataset:
    """A dataset as tables, file by file."""

    def __init__(self, folder):
        self.files = {}
        for path in sorted(Path(folder).rglob("*.toml")):
            with open(path, "rb") as file:
                self.files[path.relative_to(folder).as_posix()] = tomllib.load(file)
        self.treaties = {}
        for file in self.files.values():
            for claim in file.get("claim", []):
                if claim["subject"].startswith("treaty-"):
                    treaty = int(claim["subject"].removeprefix("treaty-"))
                    self.treaties.setdefault(treaty, []).append(claim)

    @property
    def sources(self):
        return self.files["sources/sources.toml"]["source"]

    @property
    def states(self):
        """The claims about states, by id."""
        return {claim["id"]: claim for claim in self.files["facts/states.toml"]["claim"]}

    def claim(self, treaty, number):
        """A claim by the number that the generator gave it."""
        return next(claim for claim in self.treaties[treaty] if claim["id"] == f"treaty-{treaty}-{number}")

    def year(self, treaty):
        """When it was signed."""
        return 1900 + treaty % 100

    def add(self, treaty, number, prop, value, **more):
        """One more claim about a treaty, beside its others."""
        claim = {
            "id": f"treaty-{treaty}-{number}",
            "subject": f"treaty-{treaty}",
            "property": prop,
            "value": value,
            "refs": list(self.claim(treaty, 8)["refs"]),
            **more,
        }
        file = self._file(treaty)["claim"]
        file.insert(file.index(self.treaties[treaty][-1]) + 1, claim)
        self.treaties[treaty].append(claim)
        return claim

    def remove(self, treaty, number):
        claim = self.claim(treaty, number)
        self._file(treaty)["claim"].remove(claim)
        self.treaties[treaty].remove(claim)

    def _file(self, treaty):
        return next(file for file in self.files.values() if f"treaty-{treaty}" in file.get("entity", {}))

    def cite(self, treaty, ident, **fields):
        """A source that one claim of the treaty cites beside its other."""
        source = {"id": ident, "kind": "web", "title": f"Title of {ident}", **fields}
        self.sources.append(source)
        self.claim(treaty, 8)["refs"].append(ident)

    def write(self, folder):
        for path, tables in self.files.items():
            path = Path(folder, path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(toml(tables), encoding="utf-8")


def toml(tables):
    """TOML as an editor would write it."""
    lines = [
        f"{key} = {inline(value)}\n"
        for key, value in tables.items()
        if not isinstance(value, dict) and not is_tables(value)
    ]
    for key, value in tables.items():
        if is_tables(value):
            for table in value:
                lines.append(f"\n[[{key}]]\n")
                lines += [f"{field:<9}= {inline(item)}\n" for field, item in table.items()]
        elif isinstance(value, dict):
            named = value.items() if all(isinstance(item, dict) for item in value.values()) else [(None, value)]
            for name, table in named:
                lines.append(f"\n[{key}.{name}]\n" if name else f"\n[{key}]\n")
                lines += [f"{field:<9}= {inline(item)}\n" for field, item in table.items()]
    return "".join(lines)


def is_tables(value):
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def inline(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(item)}" for key, item in value.items()) + " }"
    return str(value)


def enrich(dataset):
    """Adds facts without a fault."""
    with open(Path(__file__).with_name("vocabulary.toml"), "rb") as file:
        dataset.files["facts/vocabulary.toml"]["property"] = tomllib.load(file)["property"]
    # Every tenth source has no date.
    for number, source in enumerate(dataset.sources):
        if number % 10:
            source["published"] = str(2012 + number % 8)
            source["accessed"] = f"2021-03-{1 + number % 28:02}"
    party_to = {}
    for treaty in dataset.treaties:
        for state in dataset.claim(treaty, 8)["value"]:
            party_to.setdefault(state, []).append(f"treaty-{treaty}")
        year = dataset.year(treaty)
        if treaty % 5 == 0:
            dataset.remove(treaty, 3)
            dataset.add(treaty, "lapsed", "lapsed", f"{year + 9}-12")
        if treaty % 20 == 0:
            # What is kept for the record needs no reference and contradicts nothing.
            claim = dataset.add(treaty, "old-troops", "troops", -1, rank="deprecated")
            del claim["refs"]
        # What is nearly a fault, and is none.
        if treaty % 7 == 1:
            dataset.claim(treaty, 9)["value"] = [">5", "5..7", "~6", "<7"][treaty // 7 % 4]
        if treaty % 11 == 1:
            dataset.claim(treaty, 4)["value"] = ["<1", ">999999", 0, "1000000..2000000"][treaty // 11 % 4]
        if treaty % 13 == 1:
            dataset.add(treaty, "chair-between", "chair", f"state-{(treaty + 7) % STATES}", at=str(year + 3))
    claims = []
    for number in range(STATES):
        state = f"state-{number}"
        around = [f"state-{(number + step) % STATES}" for step in (1, STATES - 1)]
        # Between them they cite every source.
        for prop, value, refs in [
            ("code", f"{chr(65 + number % 26)}{number:03}", [number + 1]),
            ("neighbours", around, [number + 201, number + 301]),
            ("party-to", party_to.get(state), [number + 1]),
        ]:
            if value:
                claim = {"id": f"{state}-{prop}", "subject": state, "property": prop, "value": value}
                claims.append({**claim, "refs": [str(ref) for ref in refs]})
    dataset.files["facts/states.toml"] = {"claim": claims}


@fault("uncited-claim")
def _(dataset, t, i):
    del dataset.claim(t, 7)["refs"]


@fault("unused-source")
def _(dataset, t, i):
    dataset.sources.append(
        {"id": f"unused-{i}", "kind": "web", "title": f"Unused {i}", "url": f"https://example.org/unused/{i}"}
    )


@fault("incomplete-source")
def _(dataset, t, i):
    dataset.cite(t, f"incomplete-{i}", **({"url": f"https://example.org/incomplete/{i}"} if i % 2 else {}))
    if i % 2:
        del dataset.sources[-1]["title"]


@fault("duplicate-source", about=2)
def _(dataset, t, i):
    dataset.cite(t, f"duplicate-{i}", url=dataset.sources[7 * i + 3]["url"])


@fault("accessed-before-published")
def _(dataset, t, i):
    dataset.cite(t, f"read-early-{i}", url=f"https://example.org/read/{i}", published="2012-06", accessed="2012-05-31")


@fault("missing-claim")
def _(dataset, t, i):
    dataset.remove(t, 0)
    dataset.remove(t, 1)


@fault("excluded-claim")
def _(dataset, t, i):
    if t % 5 == 0:
        dataset.add(t, "renewed", "renewed", str(dataset.year(t) + 6))
    else:
        dataset.add(t, "lapsed", "lapsed", f"{dataset.year(t) + 9}-12")


@fault("conflicting-values")
def two_dates(dataset, t, i):
    dataset.claim(t, 1)["value"] = str(dataset.year(t) + 1)


@fault("conflicting-values")
def two_chairs(dataset, t, i):
    if i % 2:
        dataset.add(t, "chair-within", "chair", f"state-{(t + 9) % STATES}", at=str(dataset.year(t) + 1))
    else:
        dataset.claim(t, 6)["from"] = str(dataset.year(t) + 1)


@fault("conflicting-values")
def two_names(dataset, t, i):
    dataset.add(t, "name", "name", {"en": f"Treaty {10**6 + t}"})


@fault("date-order")
def _(dataset, t, i):
    dataset.claim(t, 2)["value"] = str(dataset.year(t) - 1)


@fault("date-range")
def _(dataset, t, i):
    chair = dataset.claim(t, 5)
    chair["from"], chair["until"] = chair["until"], chair["from"]


@fault("future-date")
def _(dataset, t, i):
    troops = dataset.claim(t, 4)
    troops["at"] = "2080"
    # A source with a date would have been published too early.
    troops["refs"] = ["1"]


@fault("out-of-range")
def _(dataset, t, i):
    dataset.claim(t, 4)["value"] = [-5, ">1000000", "2000000..3000000"][i % 3]


@fault("missing-time")
def _(dataset, t, i):
    del dataset.claim(t, 4)["at"]


@fault("wrong-kind")
def _(dataset, t, i):
    dataset.claim(t, 5)["value"] = f"treaty-{t}"


@fault("value-not-allowed")
def _(dataset, t, i):
    dataset.claim(t, 7)["value"]["en"] = f"Treaty no. {t}"


@fault("count-mismatch")
def _(dataset, t, i):
    dataset.claim(t, 9)["value"] = [5, 7, ">6"][i % 3]


@fault("missing-inverse")
def _(dataset, t, i):
    if i % 2:
        dataset.claim(t, 8)["value"].pop()
        dataset.claim(t, 9)["value"] = 5
    else:
        dataset.states[dataset.claim(t, 8)["value"][0] + "-party-to"]["value"].remove(f"treaty-{t}")


@fault("missing-inverse")
def not_neighbours(dataset, t, i):
    dataset.states[f"state-{5 * i}-neighbours"]["value"].pop()


@fault("not-unique", about=2)
def _(dataset, t, i):
    dataset.states[f"state-{5 * i + 1}-code"]["value"] = dataset.states[f"state-{5 * i + 3}-code"]["value"]


@fault("unknown-entity", "names")
def _(dataset, t, i):
    if i % 2:
        dataset.claim(t, 5)["value"] = f"state-{1000 + t}"
    else:
        dataset.claim(t, 7)["subject"] = f"traety-{t}"


@fault("unknown-property", "names")
def _(dataset, t, i):
    dataset.claim(t, 7)["property"] = "nmae"


@fault("unknown-ref", "names")
def _(dataset, t, i):
    dataset.claim(t, 8)["refs"].append(f"almanac-{i}")


@fault("missing-field", "names")
def _(dataset, t, i):
    del dataset.claim(t, 7)["value"]


@fault("invalid-date", "names")
def _(dataset, t, i):
    dataset.claim(t, 1)["value"] = f"15 May {dataset.year(t)}"


@fault("invalid-quantity", "names")
def _(dataset, t, i):
    dataset.claim(t, 4)["value"] = "over 4,000"


def seed(dataset, group):
    """Adds the faults of a group, and returns how many violations that makes of each rule.

    Of each kind there is one fault in 2,000 claims, but 2 at the least and 40 at the most, spread
    over all treaties.
    """
    faults = FAULTS[group]
    each = min(max(2, len(dataset.treaties) // 200), STATES // 5)
    step = len(dataset.treaties) // (each * len(faults))
    if not step:
        raise SystemExit(f"{len(dataset.treaties)} treaties are too few for {each * len(faults)} faults")
    violations = Counter()
    for kind, (rule, about, spoil) in enumerate(faults):
        for i in range(each):
            spoil(dataset, (i * len(faults) + kind) * step, i)
        violations[rule] += each * about
    return violations


def build(generated, folder, group):
    """Writes the dataset with the faults of a group, and returns it with the violations to expect."""
    dataset = Dataset(generated)
    enrich(dataset)
    violations = seed(dataset, group)
    dataset.write(folder)
    return dataset, violations
