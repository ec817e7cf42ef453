//! The tables of facts and sources, and the manifest's own.

use super::vocabulary::{KIND, PROPERTY, UNIT};
use super::{DATASET, ENTITY, Field, Form, LINKS, REFERENCE, SOURCE, Shape, may, must};

pub(in crate::dataset) const TEXT: &str = "a text in quotes";
const DATE: &str = "a date in quotes";
pub(super) const TEXTS: &str = "a list of texts in quotes";
const WHEN: &str = "a date or a time point in quotes";
const NAME: &str = "a name in quotes";
pub(in crate::dataset) const NAMES: &str = "a list of names in quotes";
pub(in crate::dataset) const YES_NO: &str = "true or false";
pub(super) const DURATION: &str = "a duration in quotes, such as \"P5Y\"";
pub(super) const LABEL: &str = "a text, or a table of language tag and text";
const POINT: &str = "a time point such as \"treaty.signed\"";

const ANY: &[&str] = &[];

const ACCEPT_TABLES: Field = may(
    "accept",
    "[[accept]] tables",
    Form::Listed(&ACCEPT),
    "Known findings that are kept on purpose, each with its reason.",
);
const ENTITY_TABLES: Field =
    may("entity", "[entity.<id>] tables", Form::Keyed(&ENTITY), "The things that claims are about, by id.");
const PROPERTY_TABLES: Field = may(
    "property",
    "[property.<id>] tables",
    Form::Keyed(&PROPERTY),
    "The vocabulary: what claims may tell, and what must hold for it, by id.",
);
const KIND_TABLES: Field = may(
    "kind",
    "[kind.<id>] tables",
    Form::Keyed(&KIND),
    "Kinds of entities: when such things begin and cease to be, by id.",
);
const UNIT_TABLES: Field =
    may("unit", "[unit.<id>] tables", Form::Keyed(&UNIT), "Units that claims may use, by id.");
const CLAIM_TABLES: Field = may("claim", "[[claim]] tables", Form::Listed(&CLAIM), "The facts.");
const SOURCE_TABLES: Field =
    may("source", "[[source]] tables", Form::Listed(&SOURCE), "What the references of claims lead to.");

/// The top of `facts/dataset.toml`.
pub static MANIFEST_FILE: Shape = Shape {
    name: "manifest",
    about: "The manifest, `facts/dataset.toml`: what the dataset is, and what of it is known and kept on purpose.",
    new: &[],
    fields: &[
        must(
            "format",
            "the number 1",
            Form::Format,
            "The version of the format in which the dataset is written.",
        ),
        must("dataset", "a table", Form::Table(&DATASET), "What the dataset is."),
        may(
            "rules",
            "a table",
            Form::Levels,
            "How much the findings of each rule weigh. `csto-validate rules` lists the rules.",
        ),
        may("links", "a table", Form::Table(&LINKS), "How the addresses of sources are asked for."),
        ACCEPT_TABLES,
        KIND_TABLES,
        UNIT_TABLES,
        ENTITY_TABLES,
        PROPERTY_TABLES,
        CLAIM_TABLES,
        SOURCE_TABLES,
    ],
};

/// The top of every other file.
pub static FILE: Shape = Shape {
    name: "file",
    about: "A file of a dataset, with any mix of tables in any order.",
    new: &[],
    fields: &[
        ACCEPT_TABLES,
        KIND_TABLES,
        UNIT_TABLES,
        ENTITY_TABLES,
        PROPERTY_TABLES,
        CLAIM_TABLES,
        SOURCE_TABLES,
    ],
};

/// `[[accept]]`.
pub static ACCEPT: Shape = Shape {
    name: "accept entry",
    about: "A known finding that is kept on purpose. Reports list what is accepted; an entry that accepts nothing is a finding itself.",
    new: &[],
    fields: &[
        must("rule", "the name of a rule", Form::Rule, "The rule whose finding it is."),
        may(
            "claims",
            "a list of claim ids",
            Form::List(&Form::Claim),
            "Claims that the finding must all name.",
        ),
        may(
            "sources",
            "a list of source ids",
            Form::List(&Form::SourceId),
            "Sources that the finding must all name; where it names none, that its claims cite.",
        ),
        may(
            "entities",
            "a list of entity ids",
            Form::List(&Form::Entity),
            "Entities that the finding must all name, or that its claims are about.",
        ),
        may(
            "properties",
            "a list of property ids",
            Form::List(&Form::Property(&[])),
            "Properties that the finding must all name, or that its claims have.",
        ),
        must("reason", TEXT, Form::Text, "Why it is kept."),
    ],
};

/// `[[claim]]`.
pub static CLAIM: Shape = Shape {
    name: "claim",
    about: "A fact: that a subject has a value for a property, at some time, as references say.",
    new: &[],
    fields: &[
        must(
            "id",
            NAME,
            Form::Id,
            "The claim's id, unique among claims: findings and accept entries name it.",
        ),
        must(
            "subject",
            "the id of an entity, or a list of them",
            Form::Either(&Form::Entity, &Form::List(&Form::Entity)),
            "The entity that it is about; of a list, each: such a claim stands for one with the id `<id>/<subject>` of each.",
        ),
        must("property", "the id of a property", Form::Property(ANY), "What it tells of the subject."),
        may(
            "value",
            "what the property takes",
            Form::Value,
            "What it states; the property's type says in which form. Required, unless `unknown` or `none` stands in its place.",
        ),
        may("unknown", YES_NO, Form::Flag, "In place of a value: there is one, but nobody knows which."),
        may("none", YES_NO, Form::Flag, "In place of a value: there is none."),
        may(
            "unit",
            "the id of a unit",
            Form::UnitOf,
            "The unit of the value, where it is another than the property's; it is compared after conversion.",
        ),
        may(
            "at",
            WHEN,
            Form::When,
            "When it holds: at some day within this date, or at a time point. Not beside `from` and `until`.",
        ),
        may("from", WHEN, Form::When, "Since when it holds."),
        may("until", WHEN, Form::When, "To when it holds."),
        may(
            "calendar",
            "\"gregorian\" or \"julian\"",
            Form::Word(&["gregorian", "julian"]),
            "The calendar of the claim's dates: `julian` for Old Style.",
        ),
        may(
            "qualifiers",
            "a table of properties and values",
            Form::Qualifiers,
            "What more it states: values of other properties, such as a role or an ordinal.",
        ),
        may(
            "planned",
            YES_NO,
            Form::Flag,
            "Its dates are set ahead: they may lie in the future, and after its sources were published.",
        ),
        may(
            "refs",
            "a list of reference markers or source ids",
            Form::List(&Form::Either(&Form::Source, &Form::Table(&REFERENCE))),
            "What it rests on: reference markers as the article prints them, or source ids.",
        ),
        may(
            "rank",
            "\"preferred\", \"normal\" or \"deprecated\"",
            Form::Word(&["preferred", "normal", "deprecated"]),
            "`preferred` shields normal claims beside it; `deprecated` keeps a claim for the record only.",
        ),
        may("note", TEXT, Form::Text, "A remark for editors."),
    ],
};

/// A relative date.
pub static RELATIVE: Shape = Shape {
    name: "relative date",
    about: "A date told from a time point: `{ after = \"treaty.signed\", by = \"P5Y\" }` is five calendar years later.",
    new: &[],
    fields: &[
        may(
            "after",
            POINT,
            Form::TimePoint,
            "The time point than which it is later, or without a distance not earlier.",
        ),
        may(
            "before",
            POINT,
            Form::TimePoint,
            "The time point than which it is earlier, or without a distance not later.",
        ),
        may("by", DURATION, Form::Duration, "How far exactly, in calendar units."),
        may("at_least", DURATION, Form::Duration, "How far at least, in calendar units."),
        may("at_most", DURATION, Form::Duration, "How far at most, in calendar units."),
        may(
            "exact",
            YES_NO,
            Form::Flag,
            "With `by`: on the same day of the month or year, not only so many calendar units away.",
        ),
    ],
};
