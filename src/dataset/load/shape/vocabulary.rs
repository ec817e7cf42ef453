//! The tables of the vocabulary.

use super::tables::{DURATION, LABEL, NAMES, YES_NO};
use super::{Form, Shape, may, must};
use crate::dataset::types::{TYPE_NAMES, TYPES_IN_WORDS};

pub(in crate::dataset) const ORDERS: &str =
    "a list of properties, or of tables with `property`, `at_least`, `at_most`";
pub(in crate::dataset) const SET: &str = "the id of a set property";

const ANY: &[&str] = &[];
pub(in crate::dataset) const A_DATE: Form = Form::Property(&["date"]);
pub(in crate::dataset) const A_SET: Form = Form::Property(&["set"]);

/// What every `[property.<id>]` may have.
pub static PROPERTY: Shape = Shape {
    name: "property",
    about: "A property that claims may use: the type of its values, and what must hold for them.",
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
        may("unique", YES_NO, Form::Flag, "No two subjects have the same value."),
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
            "a table with `start` and `end`",
            Form::Table(&CONTEMPORARY),
            "Subject and value exist at one time.",
        ),
    ],
};

/// Options of [`PROPERTY`] for properties whose values are entities.
pub const ENTITY_OPTIONS: [&str; 3] = ["inverse", "symmetric", "contemporary"];

/// The types whose values are entities.
pub const ENTITY_TYPES: [&str; 2] = ["entity", "set"];

/// An entry of `after` or `before` with a distance.
pub static ORDER: Shape = Shape {
    name: "order",
    about: "A date property with a distance.",
    fields: &[
        must("property", "the id of a date property", A_DATE, "The date property of the same subject."),
        may("at_least", DURATION, Form::Duration, "How far apart at least, in calendar units."),
        may("at_most", DURATION, Form::Duration, "How far apart at most, in calendar units."),
    ],
};

/// `complement_of`.
pub static COMPLEMENT: Shape = Shape {
    name: "complement_of",
    about: "Two sets of the same subject: the property is what `within` has and `of` has not.",
    fields: &[
        must("of", SET, A_SET, "The set that is taken away."),
        must("within", SET, A_SET, "The set that it is taken from."),
    ],
};

/// `contemporary`.
pub static CONTEMPORARY: Shape = Shape {
    name: "contemporary",
    about: "With which properties an entity starts and ends to exist.",
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
