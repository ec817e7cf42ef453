//! Files that cannot be read at all. Found while loading.

use super::rule;

rule! {
    /// A file is not TOML, not UTF-8, too large, or cannot be read.
    ///
    /// Nothing in such a file is checked, and nothing elsewhere is called unknown, missing or
    /// unused because of it: mend this first. The other files are read and checked as usual. A
    /// byte order mark and Windows line ends are fine.
    ///
    /// **What to do:** the finding shows the place. Most often a quote or a bracket is not closed,
    /// or a text or a date stands without quotes. Files may have up to 64 MiB and a million tables;
    /// symbolic links that lead out of the dataset are not followed.
    pub static SYNTAX = "syntax", Error;
    bad: r#"
[entity.treaty]
kind = treaty
"#,
    good: r#"
[entity.treaty]
kind = "treaty"
"#,
}
