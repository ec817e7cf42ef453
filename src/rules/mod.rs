//! The rules: what each is called, how much it weighs, its page, its examples and its check.
//!
//! A rule is declared with `rule!` in one file, or with its close family. Its doc comment *is*
//! its page: `explain`, `facts/RULES.md` and the formats that carry rule tables are all made from
//! it. The bad example must fire exactly its rule and the good one nothing; a test runs both.
//! Checks look at an [`Analysis`] and return findings: they print nothing, and know no levels, no
//! accepts and no format. A rule that reasons from absence asks the dataset's gaps first, so that
//! no finding follows from another.

#[cfg(test)]
mod tests;

pub mod archives;
pub mod chronology;
pub mod circles;
pub mod citations;
pub mod conflicts;
pub mod constraints;
pub mod counts;
pub mod dates;
pub mod evidence;
pub mod fields;
pub mod links;
pub mod names;
pub mod relations;
pub mod sets;
pub mod settings;
pub mod source_dates;
pub mod sources;
pub mod superlatives;
pub mod syntax;
pub mod transitions;
pub mod urls;
pub mod values;

use crate::analysis::Analysis;
use crate::finding::{Finding, Level};
use crate::suggest;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name: part of the format, used in manifests and on command lines.
    pub name: &'static str,
    /// Names that it had before.
    pub aliases: &'static [&'static str],
    /// Its level where nothing else is said.
    pub level: Level,
    /// Its page in Markdown; the first paragraph is the summary.
    pub docs: &'static str,
    /// A dataset in which it fires, and no other rule does.
    pub bad: &'static str,
    /// A dataset in which nothing fires.
    pub good: &'static str,
    /// Its check. `None` for what loading or the settings find.
    pub check: Option<Check>,
}

/// Looks at the facts and adds what it finds.
pub type Check = fn(&Analysis<'_>, &mut Vec<Finding>);

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// What stands before every example, so that each is a whole dataset: a file that can be saved as
/// `facts/dataset.toml` and checked.
pub const EXAMPLE_HEAD: &str = r#"format = 1
dataset = { id = "example", title = "Example", as_of = "2024" }
"#;

/// The line of an example below which the ledger of links stands, `sources/links.lock`.
const EXAMPLE_LEDGER: &str = "# sources/links.lock\n";

impl Rule {
    /// One line that says where the rule fires.
    pub fn summary(&self) -> String {
        let first = self.docs.trim().split("\n\n").next().unwrap_or_default();
        first.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    }

    /// What the page says after the summary.
    pub fn details(&self) -> String {
        let lines: Vec<&str> = self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let text = lines.join("\n");
        text.trim().split_once("\n\n").map(|(_, rest)| rest.trim().to_owned()).unwrap_or_default()
    }

    /// What belongs to an example as `sources/links.lock`, where it is about links.
    pub fn ledger(tables: &str) -> Option<&str> {
        tables.split_once(EXAMPLE_LEDGER).map(|(_, ledger)| ledger)
    }

    /// An example as a whole dataset in one file, but for the [`Self::ledger`]. Only the rule about
    /// references asks for them.
    pub fn example(&self, tables: &str) -> String {
        let tables = tables.split(EXAMPLE_LEDGER).next().unwrap_or_default();
        let tables = tables.trim_start_matches('\n');
        let tables = tables
            .strip_suffix(
                "

",
            )
            .map_or(tables, |_| &tables[..tables.len() - 1]);
        if tables.starts_with("format") {
            return tables.to_owned();
        }
        let quiet = if self.name == "uncited-claim" || tables.contains("refs = ") {
            ""
        } else {
            "rules = { uncited-claim = \"off\" }\n"
        };
        format!("{EXAMPLE_HEAD}{quiet}\n{tables}")
    }
}

/// Declares a rule: the doc comment is its page.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        pub static $ident:ident = $name:literal, $level:ident $(, was $($alias:literal)+)?;
        bad: $bad:literal,
        good: $good:literal,
        check: $check:expr $(,)?
    ) => {
        $(#[doc = $doc])*
        pub static $ident: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            aliases: &[$($($alias),+)?],
            level: $crate::finding::Level::$level,
            docs: concat!($($doc, "\n"),*),
            bad: $bad,
            good: $good,
            check: $check,
        };
    };
}
pub(crate) use rule;

/// Every rule, in the order of the format's table.
pub static REGISTRY: &[&Rule] = &[
    &syntax::SYNTAX,
    &fields::UNKNOWN_FIELD,
    &fields::MISSING_FIELD,
    &fields::WRONG_TYPE,
    &values::INVALID_DATE,
    &values::INVALID_QUANTITY,
    &names::DUPLICATE_ID,
    &names::UNKNOWN_ENTITY,
    &names::UNKNOWN_PROPERTY,
    &names::UNKNOWN_REF,
    &names::UNKNOWN_TIME_POINT,
    &names::WRONG_KIND,
    &chronology::DATE_ORDER,
    &dates::DATE_RANGE,
    &dates::FUTURE_DATE,
    &conflicts::CONFLICTING_VALUES,
    &values::OUT_OF_RANGE,
    &counts::COUNT_MISMATCH,
    &counts::UNVERIFIABLE_COUNT,
    &sets::SET_MISMATCH,
    &transitions::INVALID_TRANSITION,
    &superlatives::SUPERLATIVE_CONTRADICTED,
    &superlatives::SUPERLATIVE_UNPROVEN,
    &constraints::NOT_UNIQUE,
    &constraints::VALUE_NOT_ALLOWED,
    &relations::MISSING_CLAIM,
    &relations::EXCLUDED_CLAIM,
    &relations::MISSING_INVERSE,
    &constraints::MISSING_TIME,
    &relations::NOT_CONTEMPORARY,
    &citations::DUPLICATE_CLAIM,
    &citations::UNCITED_CLAIM,
    &citations::UNUSED_SOURCE,
    &citations::MARKER_GAP,
    &sources::INCOMPLETE_SOURCE,
    &sources::MALFORMED_SOURCE,
    &sources::UNCONFIRMED_SOURCE,
    &sources::DUPLICATE_SOURCE,
    &circles::CIRCULAR_SOURCE,
    &source_dates::SOURCE_PREDATES_CLAIM,
    &source_dates::ACCESSED_BEFORE_PUBLISHED,
    &evidence::VALUE_NOT_IN_QUOTE,
    &evidence::QUOTE_NOT_FOUND,
    &links::DEAD_LINK,
    &links::MOVED_LINK,
    &links::INSECURE_LINK,
    &links::SOFT_404,
    &links::UNVERIFIED_LINK,
    &links::BLOCKED_ADDRESS,
    &archives::UNARCHIVED_LINK,
    &archives::DEAD_ARCHIVE,
    &settings::UNUSED_ACCEPT,
    &settings::UNKNOWN_RULE,
];

/// The rule of a name, or of a name that it had before.
pub fn find(name: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|rule| rule.name == name || rule.aliases.contains(&name))
}

/// The name of a rule that was probably meant.
pub fn nearest(name: &str) -> Option<&'static str> {
    suggest::nearest(name, REGISTRY.iter().map(|rule| rule.name))
}

/// Runs every check, side by side; the findings are in no particular order.
pub fn run(analysis: &Analysis<'_>) -> Vec<Finding> {
    use rayon::prelude::*;
    REGISTRY
        .par_iter()
        .filter_map(|rule| rule.check)
        .flat_map_iter(|check| {
            let mut findings = Vec::new();
            check(analysis, &mut findings);
            findings
        })
        .collect()
}
