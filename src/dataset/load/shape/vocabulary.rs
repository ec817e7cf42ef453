//! The tables of the vocabulary.

use super::tables::{DURATION, LABEL, NAMES, TEXT, TEXTS, YES_NO};
use super::{Form, Shape, may, must};
use crate::dataset::types::{TYPE_NAMES, TYPES_IN_WORDS};

pub(in crate::dataset) const ORDERS: &str =
    "a list of properties, or of tables with `property`, `at_least`, `at_most`";
pub(in crate::dataset) const SET: &str = "the id of a set property";

const ANY: &[&str] = &[];
pub(in crate::dataset) const A_DATE: Form = Form::Property(&["date"]);
pub(in crate::dataset) const A_QUANTITY: Form = Form::Property(&["quantity"]);
pub(in crate::dataset) const A_SET: Form = Form::Property(&["set"]);

/// What every `[property.<id>]` may have.
pub static PROPERTY: Shape = Shape {
    name: "property",
    about: "A property that claims may use: the type of its values, and what must hold for them.",
    new: &[],
    fields: &[
        must("type", "one of the property types", Form::Word(TYPE_NAMES), TYPES_IN_WORDS),
        may("label", LABEL, Form::Label, "Its name for readers, in one or several languages."),
        may("subject", "a kind of entity", Form::Kind, "The kind that a subject must have."),
        may(
            "single",
            YES_NO,
            Form::Flag,
            "One value at a time: two claims at one time that cannot both be true conflict.",
        ),
        may(
            "no_overlap",
            YES_NO,
            Form::Flag,
            "No two terms (claims with `from` or `until`) of one subject overlap, whatever their values.",
        ),
        may(
            "term",
            "a table with `at_least` and `at_most`",
            Form::Table(&TERM),
            "How long a term lasts, in calendar units.",
        ),
        may(
            "no_gap",
            YES_NO,
            Form::Flag,
            "Between one term of a subject and the next lies no day without one.",
        ),
        may(
            "unique",
            "true, false, or a table with `within`",
            Form::Either(&Form::Flag, &Form::Table(&UNIQUE)),
            "No two subjects have the same value; with `within`, no two that have the same values of those properties.",
        ),
        may(
            "one_of",
            "a list of values",
            Form::List(&Form::OwnValue),
            "The only values that are allowed; of a set, the only members.",
        ),
        may(
            "none_of",
            "a list of values",
            Form::List(&Form::OwnValue),
            "Values that are not allowed; of a set, members.",
        ),
        may("format", "a regular expression", Form::Regex, "What a text must match as a whole."),
        may(
            "requires",
            NAMES,
            Form::List(&Form::Property(ANY)),
            "Properties that a subject with this one must have too.",
        ),
        may(
            "excludes",
            NAMES,
            Form::List(&Form::Property(ANY)),
            "Properties that a subject with this one must not have.",
        ),
        may(
            "value_requires",
            NAMES,
            Form::List(&Form::Property(ANY)),
            "Properties that the entity in a value must have.",
        ),
        may(
            "value_in",
            SET,
            A_SET,
            "A set of the same subject in which the entity in a value must be, at the claim's time.",
        ),
        may(
            "value_has_status",
            "a status",
            Form::Status,
            "The status that the entity in a value must hold at the claim's time, in the subject or in the entity that `in` names.",
        ),
        may(
            "in",
            "the id of an entity",
            Form::Entity,
            "The entity in which the status of `value_has_status`, `equals_status` or `subset_of_status` is held; the subject where it is left out.",
        ),
        may(
            "inverse",
            "the id of a property",
            Form::Property(&["entity", "set"]),
            "A p B demands B q A: this is q.",
        ),
        may("symmetric", YES_NO, Form::Flag, "A p B demands B p A."),
        may("needs_time", YES_NO, Form::Flag, "Every claim carries `at`, `from` or `until`."),
        may("planned", YES_NO, Form::Flag, "Its dates are set ahead, as the day on which a treaty expires."),
        may(
            "contemporary",
            "true, false, or a table with `start` and `end`",
            Form::Either(&Form::Flag, &Form::Table(&CONTEMPORARY)),
            "Subject and value exist at one time: by the dates that their kinds name, or by these.",
        ),
        may(
            "outside_lifetime",
            YES_NO,
            Form::Flag,
            "Its claims may lie before their subject begins or after it ends: posthumous honours.",
        ),
        may(
            "qualifiers",
            NAMES,
            Form::List(&Form::Property(ANY)),
            "The properties that its claims may carry as qualifiers; any, where neither this nor `required_qualifiers` is stated.",
        ),
        may(
            "required_qualifiers",
            NAMES,
            Form::List(&Form::Property(ANY)),
            "The properties that its claims must carry as qualifiers.",
        ),
        may(
            "separators",
            NAMES,
            Form::List(&Form::Property(ANY)),
            "Qualifiers that tell things apart: claims that differ in one are no rivals.",
        ),
        may(
            "levels",
            "a table of rules and levels",
            Form::Levels,
            "The levels of findings about its claims.",
        ),
        may(
            "infobox",
            TEXTS,
            Form::List(&Form::Text),
            "What articles call it in an infobox, for import and coverage.",
        ),
        may(
            "words",
            "a list of words, or a table of language tag and list",
            Form::Either(&Form::List(&Form::Text), &Form::ByLanguage(&Form::List(&Form::Text))),
            "What sentences call it, for import and coverage.",
        ),
    ],
};

/// Options of [`PROPERTY`] for properties of some types only.
pub const LIMITED_OPTIONS: &[(&str, &[&str])] = &[
    ("inverse", ENTITY_TYPES),
    ("symmetric", ENTITY_TYPES),
    ("value_in", ENTITY_TYPES),
    ("value_has_status", ENTITY_TYPES),
    ("in", ENTITY_TYPES),
    ("contemporary", MOVING_TYPES),
    ("value_requires", MOVING_TYPES),
];

/// The types whose values are entities.
pub const ENTITY_TYPES: &[&str] = &["entity", "set"];

/// The types whose values name entities.
const MOVING_TYPES: &[&str] = &["entity", "set", "transition"];

/// Whether an option of [`PROPERTY`] fits a property of a type.
pub fn option_fits(option: &str, ty: &str) -> bool {
    LIMITED_OPTIONS.iter().all(|(name, types)| *name != option || types.contains(&ty))
}

/// `[kind.<id>]`.
pub static KIND: Shape = Shape {
    name: "entity kind",
    about: "A kind of entity: when such a thing begins and ceases to be.",
    new: &[],
    fields: &[
        may("label", LABEL, Form::Label, "Its name for readers, in one or several languages."),
        may(
            "is",
            "a kind of entity",
            Form::Kind,
            "The kind of which it is one: what takes that kind takes this, too.",
        ),
        may(
            "start",
            "the id of a date property",
            A_DATE,
            "The date property with which such a thing begins to be.",
        ),
        may("end", "the id of a date property", A_DATE, "The date property with which it ceases to be."),
    ],
};

/// `[unit.<id>]`.
pub static UNIT: Shape = Shape {
    name: "unit",
    about: "A unit that claims may use in place of their property's: so many of another unit.",
    new: &[],
    fields: &[
        may("label", LABEL, Form::Label, "Its name for readers, in one or several languages."),
        must(
            "of",
            TEXT,
            Form::Text,
            "The unit in which it is measured: that of a property, or the id of another unit.",
        ),
        must("factor", "a number above 0", Form::Number, "How many of that unit it is: an exact decimal."),
    ],
};

/// `term`.
pub static TERM: Shape = Shape {
    name: "term",
    about: "How long a term lasts, by anniversaries.",
    new: &[],
    fields: &[
        may("at_least", DURATION, Form::Duration, "The shortest that a term may be."),
        may("at_most", DURATION, Form::Duration, "The longest that a term may be."),
    ],
};

/// `unique`.
pub static UNIQUE: Shape = Shape {
    name: "unique",
    about: "Among which subjects a value is unique.",
    new: &[],
    fields: &[must(
        "within",
        NAMES,
        Form::List(&Form::Property(ANY)),
        "Properties: only subjects with equal values of all of them are compared.",
    )],
};

/// `contemporary`.
pub static CONTEMPORARY: Shape = Shape {
    name: "contemporary",
    about: "With which properties an entity starts and ends to exist.",
    new: &[],
    fields: &[
        must(
            "start",
            "the id of a date property",
            A_DATE,
            "The date property with which an entity starts to exist.",
        ),
        must("end", "the id of a date property", A_DATE, "The date property with which it ends."),
    ],
};
