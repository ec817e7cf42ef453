//! Which fields each table may have: one list, from which unknown and missing fields are found
//! and which the documentation is checked against.

/// A field of a table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether the table is incomplete without it.
    pub required: bool,
    /// What it holds, for messages: "a text in quotes".
    pub holds: &'static str,
}

/// The fields of one kind of table.
#[derive(Debug)]
pub struct Shape {
    /// As a message calls the table: "claim".
    pub name: &'static str,
    /// All fields that it may have.
    pub fields: &'static [Field],
}

const TEXT: &str = "a text in quotes";
const DATE: &str = "a date in quotes";
const NAME: &str = "a name in quotes";
const NAMES: &str = "a list of names in quotes";
const YES_NO: &str = "true or false";
const DURATION: &str = "a duration in quotes, such as \"P5Y\"";

const fn must(name: &'static str, holds: &'static str) -> Field {
    Field { name, required: true, holds }
}

const fn may(name: &'static str, holds: &'static str) -> Field {
    Field { name, required: false, holds }
}

/// The top of `facts/dataset.toml`.
pub static MANIFEST_FILE: Shape = Shape {
    name: "manifest",
    fields: &[
        must("format", "the number 1"),
        must("dataset", "a table"),
        may("rules", "a table"),
        may("links", "a table"),
        may("accept", "[[accept]] tables"),
        may("entity", "[entity.<id>] tables"),
        may("property", "[property.<id>] tables"),
        may("claim", "[[claim]] tables"),
        may("source", "[[source]] tables"),
    ],
};

/// The top of every other file.
pub static FILE: Shape = Shape {
    name: "file",
    fields: &[
        may("accept", "[[accept]] tables"),
        may("entity", "[entity.<id>] tables"),
        may("property", "[property.<id>] tables"),
        may("claim", "[[claim]] tables"),
        may("source", "[[source]] tables"),
    ],
};

/// `[dataset]`.
pub static DATASET: Shape = Shape {
    name: "[dataset]",
    fields: &[
        must("id", NAME),
        must("title", TEXT),
        must("as_of", DATE),
        may("article", "the id of a source"),
        may("mirrors", "a list of host names"),
    ],
};

/// `[links]`.
pub static LINKS: Shape = Shape {
    name: "[links]",
    fields: &[
        may("timeout", "a length of time such as \"20s\""),
        may("budget", "a length of time such as \"60s\""),
        may("concurrency", "a whole number from 1"),
        may("per_host", "a whole number from 1"),
        may("interval", "a length of time such as \"100ms\""),
        may("max_body", "a size such as \"5MiB\""),
        may("exclude", "a list of regular expressions"),
    ],
};

/// `[[accept]]`.
pub static ACCEPT: Shape = Shape {
    name: "accept entry",
    fields: &[
        must("rule", "the name of a rule"),
        may("claims", "a list of claim ids"),
        may("sources", "a list of source ids"),
        must("reason", TEXT),
    ],
};

/// `[entity.<id>]`.
pub static ENTITY: Shape = Shape {
    name: "entity",
    fields: &[must("kind", NAME), may("label", "a text, or a table of language tag and text")],
};

/// `[[claim]]`.
pub static CLAIM: Shape = Shape {
    name: "claim",
    fields: &[
        must("id", NAME),
        must("subject", "the id of an entity"),
        must("property", "the id of a property"),
        must("value", "what the property takes"),
        may("at", "a date or a time point in quotes"),
        may("from", "a date or a time point in quotes"),
        may("until", "a date or a time point in quotes"),
        may("refs", "a list of reference markers or source ids"),
        may("rank", "\"preferred\", \"normal\" or \"deprecated\""),
        may("note", TEXT),
    ],
};

/// A reference that says what the source states.
pub static REFERENCE: Shape = Shape {
    name: "reference",
    fields: &[
        must("ref", "a reference marker or source id"),
        may("quote", TEXT),
        may("page", TEXT),
        may("lang", "a language tag"),
    ],
};

/// A relative date.
pub static RELATIVE: Shape = Shape {
    name: "relative date",
    fields: &[
        may("after", "a time point such as \"treaty.signed\""),
        may("before", "a time point such as \"treaty.signed\""),
        may("by", DURATION),
        may("at_least", DURATION),
        may("at_most", DURATION),
    ],
};

/// `[[source]]`.
pub static SOURCE: Shape = Shape {
    name: "source",
    fields: &[
        must("id", NAME),
        may("marker", "the reference marker as the article prints it"),
        may("match", "\"confirmed\" or \"candidate\""),
        may("kind", "\"article\", \"book\", \"news\", \"official\" or \"web\""),
        may("title", TEXT),
        may("author", TEXT),
        may("publisher", TEXT),
        may("published", DATE),
        may("accessed", DATE),
        may("lang", "a language tag"),
        may("url", "an address in quotes"),
        may("archive", "an address in quotes"),
        may("isbn", TEXT),
        may("doi", TEXT),
        may("pages", TEXT),
    ],
};

/// What every `[property.<id>]` may have.
pub static PROPERTY: Shape = Shape {
    name: "property",
    fields: &[
        must("type", "one of the property types"),
        may("label", "a text, or a table of language tag and text"),
        may("subject", "a kind of entity"),
        may("single", YES_NO),
        may("unique", YES_NO),
        may("one_of", "a list of values"),
        may("none_of", "a list of values"),
        may("format", "a regular expression"),
        may("requires", NAMES),
        may("excludes", NAMES),
        may("inverse", "the id of a property"),
        may("symmetric", YES_NO),
        may("needs_time", YES_NO),
        may("contemporary", "a table with `start` and `end`"),
    ],
};

/// What a property of each type may have beyond [`PROPERTY`].
pub static PROPERTY_TYPES: &[Shape] = &[
    Shape {
        name: "date",
        fields: &[
            may("after", "a list of properties, or of tables with `property`, `at_least`, `at_most`"),
            may("before", "a list of properties, or of tables with `property`, `at_least`, `at_most`"),
        ],
    },
    Shape {
        name: "quantity",
        fields: &[
            may("unit", TEXT),
            may("min", "a number"),
            may("max", "a number"),
            may("counts", "the id of a set property"),
            may("counts_status", "a status"),
        ],
    },
    Shape { name: "entity", fields: &[may("value", "a kind of entity")] },
    Shape {
        name: "set",
        fields: &[
            may("value", "a kind of entity"),
            may("subset_of", "the id of a set property"),
            may("complement_of", "a table with `of` and `within`"),
            may("equals_status", "a status"),
            may("in", "the id of an entity"),
        ],
    },
    Shape { name: "text", fields: &[] },
    Shape { name: "transition", fields: &[must("to", "a status"), may("from", "a list of statuses")] },
    Shape {
        name: "superlative",
        fields: &[must("by", "the id of a quantity property"), must("rank", "\"highest\" or \"lowest\"")],
    },
];

/// An entry of `after` or `before` with a distance.
pub static ORDER: Shape = Shape {
    name: "order",
    fields: &[
        must("property", "the id of a date property"),
        may("at_least", DURATION),
        may("at_most", DURATION),
    ],
};

/// `complement_of`.
pub static COMPLEMENT: Shape = Shape {
    name: "complement_of",
    fields: &[must("of", "the id of a set property"), must("within", "the id of a set property")],
};

/// `contemporary`.
pub static CONTEMPORARY: Shape = Shape {
    name: "contemporary",
    fields: &[must("start", "the id of a date property"), must("end", "the id of a date property")],
};

impl Shape {
    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
