//! The tables of the vocabulary.

use super::tables::{DURATION, LABEL, NAMES, TEXT, YES_NO};
use super::{Form, Shape, may, must};

const ORDERS: &str = "a list of properties, or of tables with `property`, `at_least`, `at_most`";
const SET: &str = "the id of a set property";

const ANY: &[&str] = &[];
const A_DATE: Form = Form::Property(&["date"]);
const A_SET: Form = Form::Property(&["set"]);

/// What every `[property.<id>]` may have.
pub static PROPERTY: Shape = Shape {
    name: "property",
    about: "A property that claims may use: the type of its values, and what must hold for them.",
    fields: &[
        must(
            "type",
            "one of the property types",
            Form::Word(&["date", "quantity", "entity", "set", "text", "transition", "superlative"]),
            "What a value is: a `date`, a `quantity`, an `entity`, a `set` of entities, a `text`, a `transition` of status in an entity, or a `superlative` among the entities of a kind.",
        ),
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

/// What a property of each type may have beyond [`PROPERTY`].
pub static PROPERTY_TYPES: &[Shape] = &[
    Shape {
        name: "date",
        about: "A date, or a relative date.",
        fields: &[
            may(
                "after",
                ORDERS,
                Form::List(&Form::Either(&A_DATE, &Form::Table(&ORDER))),
                "Date properties of the same subject that come not later, or with a distance.",
            ),
            may(
                "before",
                ORDERS,
                Form::List(&Form::Either(&A_DATE, &Form::Table(&ORDER))),
                "Date properties of the same subject that come not earlier, or with a distance.",
            ),
        ],
    },
    Shape {
        name: "quantity",
        about: "A number, or a number with bounds.",
        fields: &[
            may("unit", TEXT, Form::Text, "What is counted or measured, for readers."),
            may("min", "a number", Form::Number, "The least value allowed."),
            may("max", "a number", Form::Number, "The greatest value allowed."),
            may("counts", SET, A_SET, "The set of the same subject whose size it is."),
            may(
                "counts_status",
                "a status",
                Form::Status,
                "The status in the subject whose holders it counts.",
            ),
        ],
    },
    Shape {
        name: "entity",
        about: "An entity.",
        fields: &[may("value", "a kind of entity", Form::Kind, "The kind that a value must have.")],
    },
    Shape {
        name: "set",
        about: "A list of entities, each once.",
        fields: &[
            may("value", "a kind of entity", Form::Kind, "The kind that a value must have."),
            may("subset_of", SET, A_SET, "A set of the same subject that holds all members."),
            may(
                "complement_of",
                "a table with `of` and `within`",
                Form::Table(&COMPLEMENT),
                "Two sets of the same subject: this is what `within` has and `of` has not.",
            ),
            may(
                "equals_status",
                "a status",
                Form::Status,
                "The members are exactly those that hold this status, in the entity that `in` names.",
            ),
            may(
                "in",
                "the id of an entity",
                Form::Entity,
                "The entity in which the members hold the status of `equals_status`.",
            ),
        ],
    },
    Shape { name: "text", about: "A text, or a table of language tag and text.", fields: &[] },
    Shape {
        name: "transition",
        about: "The entity in which the status of the subject changes.",
        fields: &[
            must("to", "a status", Form::Status, "The status that the subject takes."),
            may(
                "from",
                "a list of statuses",
                Form::List(&Form::Status),
                "The statuses that it may come from; `none` for never having had one.",
            ),
        ],
    },
    Shape {
        name: "superlative",
        about: "The kind of entity among which the subject is the extreme.",
        fields: &[
            must(
                "by",
                "the id of a quantity property",
                Form::Property(&["quantity"]),
                "The quantity that decides.",
            ),
            must("rank", "\"highest\" or \"lowest\"", Form::Word(&["highest", "lowest"]), "Which extreme."),
        ],
    },
];

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
