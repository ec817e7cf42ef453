//! A first dataset for someone who has none: small, true, and explained in its own comments.
//!
//! The files are TOML as they are written, so that they can be read here as a user will read them.
//! Writing them is not this room's matter.

/// Path below the dataset's directory, and content.
const FILES: [(&str, &str); 4] = [
    ("facts/dataset.toml", include_str!("dataset.toml")),
    ("facts/vocabulary.toml", include_str!("vocabulary.toml")),
    ("facts/benelux.toml", include_str!("benelux.toml")),
    ("sources/sources.toml", include_str!("sources.toml")),
];

/// The files of a first dataset: paths relative to its directory, and what stands in them.
///
/// `name` is made into an id; `year` is the year from which the facts speak.
pub fn files(name: &str, year: i64) -> Vec<(&'static str, String)> {
    let (id, year) = (id(name), year.to_string());
    let filled = |text: &str| text.replacen("\"ID\"", &format!("\"{id}\""), 1).replacen("YEAR", &year, 1);
    FILES.iter().map(|(path, text)| (*path, filled(text))).collect()
}

/// An id made of a name: what ids do not have becomes a dash.
fn id(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "facts".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_makes_an_id() {
        assert_eq!(id("My facts"), "my-facts");
        assert_eq!(id("ОДКБ"), "facts");
        assert_eq!(id("../a.b"), "a-b");
    }
}
