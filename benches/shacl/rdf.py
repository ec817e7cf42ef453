"""The same facts as RDF, in N-Triples (which is Turtle, too).

A claim is a node, as in Wikidata: it has a subject, a property, a value and references, and the
subject leads to it by the property (`p:troops`). Beside that the subject has the value itself
(`d:chair`), as Wikidata's "truthy" statements do. A date is the stretch between the first and the
last day that it can mean, a quantity its bounds, so that an engine never reads a date or a quantity
from a text: that work is done here, outside of what is timed. Claims of rank `deprecated` lead to
their subject, but their subject not to them.
"""

import calendar
import json
import re

V = "https://example.org/v#"  # What a node is and has.
P = "https://example.org/p/"  # From a subject to its claims.
D = "https://example.org/d/"  # From a subject to values.
BASE = {name: f"https://example.org/{name}/" for name in ("entity", "claim", "source", "property")}
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"


def iri(kind, ident):
    return f"<{BASE[kind]}{ident}>"


def v(name):
    return f"<{V}{name}>"


def text(value, tag=None):
    # The escapes of JSON are among those of N-Triples.
    return json.dumps(value, ensure_ascii=False) + (f"@{tag}" if tag else "")


def typed(value, name):
    return f'"{value}"^^<{XSD}{name}>'


def texts(value):
    """A text, or one in several languages."""
    return [text(*reversed(entry)) for entry in value.items()] if isinstance(value, dict) else [text(value)]


def days(date):
    """First and last day of a date; `None` for what is none of the forms that this dataset has."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    last_month = month or 12
    last = day or calendar.monthrange(year, last_month)[1]
    return f"{year:04}-{month or 1:02}-{day or 1:02}", f"{year:04}-{last_month:02}-{last:02}"


def bounds(quantity):
    """What a quantity says of its least and its greatest; `low` and `high` are part of it, `above`
    and `below` are not."""
    number = r"-?\d+(?:\.\d+)?"
    quantity = str(quantity)
    if re.fullmatch(number, quantity):
        return {"low": quantity, "high": quantity}
    if found := re.fullmatch(f"(>=|<=|>|<)({number})", quantity):
        return {{">": "above", ">=": "low", "<": "below", "<=": "high"}[found[1]]: found[2]}
    if found := re.fullmatch(f"({number})\\.\\.({number})", quantity):
        return {"low": found[1], "high": found[2]}
    if found := re.fullmatch(r"~(\d+)", quantity):
        tenths = int(found[1])
        return {name: f"{tenths * by // 10}.{tenths * by % 10}" for name, by in (("low", 9), ("high", 11))}
    return {}


def dates(subject, names, date):
    """First and last day, by these names."""
    for name, day in zip(names, days(date) or ()):
        yield subject, name, typed(day, "date")


def triples(files):
    """Everything that the files of a dataset say, as terms."""
    files = list(files)
    properties = {name: table for file in files for name, table in file.get("property", {}).items()}
    sources = [source for file in files for source in file.get("source", [])]
    markers = {source["marker"]: source["id"] for source in sources if "marker" in source}
    for name in properties:
        yield iri("property", name), TYPE, v("Property")
    for source in sources:
        node = iri("source", source["id"])
        yield node, TYPE, v("Source")
        for field in ("marker", "kind", "title", "url", "isbn", "doi"):
            if field in source:
                yield node, v(field), text(source[field])
        for field in ("published", "accessed"):
            if field in source:
                yield from dates(node, (v(f"{field}Begin"), v(f"{field}End")), source[field])
    for file in files:
        for ident, table in file.get("entity", {}).items():
            node = iri("entity", ident)
            yield node, TYPE, v("Entity")
            yield node, v("kind"), text(table["kind"])
            for label in texts(table["label"]):
                yield node, v("label"), label
        for claim in file.get("claim", []):
            yield from claim_triples(claim, properties.get(claim["property"], {}).get("type"), markers)


def claim_triples(claim, kind, markers):
    node, subject, prop = iri("claim", claim["id"]), iri("entity", claim["subject"]), claim["property"]
    deprecated = claim.get("rank") == "deprecated"
    yield node, TYPE, v("DeprecatedClaim" if deprecated else "Claim")
    yield node, v("subject"), subject
    yield node, v("property"), iri("property", prop)
    for ref in claim.get("refs", []):
        yield node, v("reference"), iri("source", markers.get(ref, ref))
    for field in ("at", "from", "until"):
        if field in claim:
            yield from dates(node, (v(f"{field}Begin"), v(f"{field}End")), claim[field])
    if not deprecated:
        yield subject, f"<{P}{prop}>", node
    if "value" not in claim:
        return
    value, direct = claim["value"], []
    if kind in ("entity", "set"):
        direct = [iri("entity", one) for one in (value if kind == "set" else [value])]
    elif kind == "text":
        direct = texts(value)
    elif kind == "date" and isinstance(value, dict):
        anchor, at = value["after"].rsplit(".", 1)
        yield node, v("afterSubject"), iri("entity", anchor)
        yield node, v("afterProperty"), iri("property", at)
        yield node, v("by"), typed(value["by"], "duration")
    elif kind == "date":
        yield from dates(node, (v("begin"), v("end")), value)
        if not deprecated:
            yield from dates(subject, (f"<{D}{prop}-begin>", f"<{D}{prop}-end>"), value)
    elif kind == "quantity":
        for name, number in bounds(value).items():
            yield node, v(name), typed(number, "decimal")
    written = [text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))]
    for one in direct or written:
        yield node, v("value"), one
    for one in direct if not deprecated else []:
        yield subject, f"<{D}{prop}>", one


def write(dataset, path):
    """Writes a dataset as N-Triples, and returns the number of triples."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for triple in triples(dataset.files.values()):
            out.write(" ".join(triple) + " .\n")
            count += 1
    return count
