//! A rule's card: its name, how much it weighs, its page and its examples.
//!
//! Cards stand beside [`super::Finding`], so that every room that finds something can name the rule
//! for it. Which function checks a rule is the business of the registry in [`crate::rules`], far above.

use super::Level;

/// A rule.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Its name: part of the format, used in manifests and on command lines.
    pub name: &'static str,
    /// Names that it had before.
    pub aliases: &'static [&'static str],
    /// Its level where nothing else is said; for a rule that is off by default, the level that suits it.
    pub level: Level,
    /// Whether it fires only where a manifest or the command line gives it a level.
    pub off: bool,
    /// Its page in Markdown; the first paragraph is the summary.
    pub docs: &'static str,
    /// A dataset in which it fires, and no other rule does.
    pub bad: &'static str,
    /// A dataset in which nothing fires.
    pub good: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// What stands before every example, so that each is a whole dataset: a file that can be saved as
/// `facts/dataset.toml` and checked.
const EXAMPLE_HEAD: &str = r#"format = 1
dataset = { id = "example", title = "Example", as_of = "2024" }
"#;

/// The line of an example below which the ledger of links stands, `sources/links.lock`.
const EXAMPLE_LEDGER: &str = "# sources/links.lock\n";

impl Rule {
    /// Its level where nothing else is said; `None` for a rule that is off by default.
    pub fn default_level(&self) -> Option<Level> {
        (!self.off).then_some(self.level)
    }

    /// The same as lists and pages tell it.
    pub fn default_level_name(&self) -> &'static str {
        self.default_level().map_or("off", Level::name)
    }

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
        pub static $ident:ident = $name:literal, $level:ident $(, off by $off:ident)? $(, was $($alias:literal)+)?;
        bad: $bad:literal,
        good: $good:literal $(,)?
    ) => {
        $(#[doc = $doc])*
        pub static $ident: $crate::finding::Rule = $crate::finding::Rule {
            name: $name,
            aliases: &[$($($alias),+)?],
            level: $crate::finding::Level::$level,
            off: {
                const SAID: &[&str] = &[$(stringify!($off))?];
                !SAID.is_empty()
            },
            docs: concat!($($doc, "\n"),*),
            bad: $bad,
            good: $good,
        };
    };
}
pub(crate) use rule;
