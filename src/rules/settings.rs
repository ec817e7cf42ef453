//! Accept entries and levels that do nothing. Found where they are applied, in [`crate::run`].

use super::rule;

rule! {
    /// An accept entry accepts nothing.
    ///
    /// What it was made for is mended, or it names the wrong rule, claim or source. An entry that
    /// stays would hide the same trouble when it comes back.
    ///
    /// **What to do:** remove the entry, or mend its names. It accepts findings of its rule that name
    /// all of its claims, sources, entities and properties. Entries for rules that are off, or that did
    /// not run, are left alone.
    pub static UNUSED_ACCEPT = "unused-accept", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type = "quantity"

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000

[[accept]]
rule   = "conflicting-values"
claims = ["exercise-troops"]
reason = "Two reports give two numbers."
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type   = "quantity"
single = true

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000

[[claim]]
id       = "exercise-troops-later"
subject  = "exercise"
property = "troops"
value    = 2500

[[accept]]
rule   = "conflicting-values"
claims = ["exercise-troops", "exercise-troops-later"]
reason = "Two reports give two numbers."
"#,
}

rule! {
    /// The day until which an accept entry was meant to stand is past.
    ///
    /// Whoever accepted the finding wanted it looked at again by then. The entry still accepts: a build
    /// does not break because a day went by. Only a run that is told the day, with `--today`, knows that it
    /// is past; nothing here reads a clock, so that the same files give the same findings every day. The
    /// examples are read as on 2025-01-01.
    ///
    /// **What to do:** mend what the entry accepts and remove it, or set another day.
    pub static OVERDUE_ACCEPT = "overdue-accept", Warning;
    bad: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type   = "quantity"
single = true

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000

[[claim]]
id       = "exercise-troops-later"
subject  = "exercise"
property = "troops"
value    = 2500

[[accept]]
rule   = "conflicting-values"
claims = ["exercise-troops", "exercise-troops-later"]
reason = "The archive opens its files in June."
until  = "2024-06"
"#,
    good: r#"
[entity.exercise]
kind = "exercise"

[property.troops]
type   = "quantity"
single = true

[[claim]]
id       = "exercise-troops"
subject  = "exercise"
property = "troops"
value    = 4000

[[claim]]
id       = "exercise-troops-later"
subject  = "exercise"
property = "troops"
value    = 2500

[[accept]]
rule   = "conflicting-values"
claims = ["exercise-troops", "exercise-troops-later"]
reason = "The archive opens its files in June."
until  = "2027-06"
"#,
}

rule! {
    /// The manifest gives a level to a rule that does not exist, or an entry accepts its findings.
    ///
    /// A slip here would switch off nothing, or keep off what was meant to fail.
    ///
    /// **What to do:** take the name that is offered; `csto-validate rules` lists them all.
    pub static UNKNOWN_RULE = "unknown-rule", Warning;
    bad: r#"
format = 1
dataset = { id = "example", title = "Example", as_of = "2024" }
rules = { uncited-claims = "off" }
"#,
    good: r#"
format = 1
dataset = { id = "example", title = "Example", as_of = "2024" }
rules = { uncited-claim = "off" }
"#,
}
