//! Languages are data: a file for each, whose [README](README.md) tells how to add one.
//!
//! Here is only their list. Each room reads the sections that it needs, the first time that it needs
//! them: [evidence](crate::evidence::language) what numbers, dates and things look like,
//! [coverage](crate::coverage) what articles hold, [pages](crate::page) what they say of themselves.

/// A language's file.
#[derive(Debug)]
pub(crate) struct File {
    /// The BCP 47 tag, without region or script.
    pub(crate) tag: &'static str,
    /// What the file holds.
    pub(crate) text: &'static str,
}

macro_rules! files {
    ($($tag:literal),+ $(,)?) => {
        /// All languages. A word that is told in no language is looked for in this order.
        pub(crate) const FILES: &[File] =
            &[$(File { tag: $tag, text: include_str!(concat!($tag, ".toml")) }),+];
    };
}

files![
    "id", "en", "ru", "hy", "kk", "be", "ky", "tg", "de", "fr",
    // Of these it is known how pages tell that they are none.
    "ar", "es", "fa", "it", "ja", "ms", "nl", "pl", "pt", "sr", "tr", "uk", "uz", "zh",
];

/// Kinds of things that are counted, in all languages alike.
pub(crate) const THINGS: &str = include_str!("things.toml");

/// A section of all languages that have it, in the order of [`FILES`].
pub(crate) fn sections<T: serde::de::DeserializeOwned>() -> impl Iterator<Item = T> {
    // Tests of the rooms read every file as they do, so that none fails here.
    FILES.iter().filter_map(|file| toml::from_str(file.text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/languages");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .filter(|name| name != "things")
            .collect();
        let mut listed: Vec<&str> = FILES.iter().map(|file| file.tag).collect();
        there.sort();
        listed.sort_unstable();
        assert_eq!(there, listed);
    }

    #[test]
    fn no_section_is_misspelled() {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct PagesAlone {
            name: String,
            #[serde(rename = "pages")]
            _pages: serde::de::IgnoredAny,
        }
        // Files with more are read by evidence, which knows all sections.
        for file in FILES.iter().filter(|file| !file.text.contains("[numbers]")) {
            let read: PagesAlone =
                toml::from_str(file.text).unwrap_or_else(|error| panic!("{}: {error}", file.tag));
            assert!(!read.name.is_empty());
        }
    }
}
