//! Whether two texts say the same: the guard behind every layout.

use toml::Value;

/// Whether two texts have the same values, and the same signs but for blanks and for commas at the end
/// of lists: nothing is lost, comments included.
pub(super) fn says_the_same(one: &str, other: &str) -> bool {
    let (Ok(first), Ok(second)) = (one.parse(), other.parse()) else { return false };
    signs(one) == signs(other) && same(&Value::Table(first), &Value::Table(second))
}

fn signs(text: &str) -> Vec<char> {
    let mut signs: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    signs.sort_unstable();
    signs
}

fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        // Not a number is not equal to itself, but it is the same text.
        (Value::Float(one), Value::Float(other)) => one.to_bits() == other.to_bits(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Table(one), Value::Table(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|((key, one), (name, other))| key == name && same(one, other))
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::says_the_same;

    #[test]
    fn nothing_may_be_lost() {
        assert!(says_the_same("a = [1, 2,] # why", "# why\na=[1,2]"));
        assert!(!says_the_same("a = 1 # why", "a = 1"));
        assert!(!says_the_same("a = \"1\"", "a = '1'"));
        assert!(!says_the_same("a = [1, 2]", "a = [2, 1]"));
        assert!(says_the_same("a = nan", "a   = nan"));
    }
}
