use proptest::prelude::*;

use super::{Markup, Message, Part, name, ours};

/// Each part with its kind.
#[derive(Default)]
struct Kinds(String);

impl Markup for Kinds {
    fn words(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn name(&mut self, text: &str) {
        self.0.push_str(&format!("<name {text}>"));
    }

    fn said(&mut self, text: &str) {
        self.0.push_str(&format!("<said {text}>"));
    }
}

fn kinds(message: &Message) -> String {
    let mut kinds = Kinds::default();
    message.render(&mut kinds);
    kinds.0
}

#[test]
fn a_template_says_what_is_a_name() {
    assert_eq!(kinds(&message!("no hole")), "no hole");
    assert_eq!(kinds(&message!("claim `{}` says {}", "a", "b")), "claim <name a> says <said b>");
    assert_eq!(kinds(&message!("give it `at_least`")), "give it <name at_least>");
    assert_eq!(kinds(&message!("`{}.{}` is {}", "a", String::from("b"), 3_usize)), "<name a.b> is 3");
    assert_eq!(kinds(&message!("`{} = [{{ ref = … }}]`", "refs")), "<name refs = [{ ref = … }]>");
    assert_eq!(kinds(&message!("{}{}", ours("the date"), None::<Message>)), "the date");
    let inner = message!(" of `{}`", "x");
    assert_eq!(kinds(&message!("one{}, {}", inner, name("y"))), "one of <name x>, <name y>");
    assert_eq!(kinds(&"write `a` or `b".into()), "write <name a> or `b");
}

#[test]
fn what_a_stranger_wrote_is_never_looked_through() {
    let strange = "a `b` {} {{c}} `";
    assert_eq!(kinds(&message!("says {}", strange)), format!("says <said {strange}>"));
    assert_eq!(kinds(&message!("`{}`", strange)), format!("<name {strange}>"));
    assert_eq!(message!("says {}", "\u{1b}[31m\n").to_string(), "says ␛[31m␊");
}

#[test]
fn a_long_message_is_cut_between_characters() {
    let long = message!("a {} `b`", "ж".repeat(3000)).bounded();
    assert_eq!(long.to_string().chars().count(), 2 + 1999 + 1);
    assert!(long.to_string().ends_with("ж…"));
    let named = message!("`{}`", "x".repeat(5000)).bounded();
    assert!(matches!(named.parts(), [Part::Said(_), Part::Words(_)]), "a name that is cut is none");
    assert_eq!(message!("a `{}`", "bcdef").clipped(4).to_string(), "a b…");
    assert_eq!(message!("a `{}`", "bc").clipped(6).to_string(), "a `bc`");
}

proptest! {
    #[test]
    fn arguments_stay_whole(said in "\\PC{1,20}", named in "\\PC{1,20}") {
        let made = message!("a {} `{}` b", said, named);
        let expected = [
            Part::Words("a ".into()),
            Part::Said(said.into()),
            Part::Words(" ".into()),
            Part::Name(named.into()),
            Part::Words(" b".into()),
        ];
        prop_assert_eq!(made.parts(), expected);
    }

    #[test]
    fn no_text_is_too_strange(text in "[`{}a ]{0,12}") {
        let made = message!("{}", text);
        prop_assert_eq!(made.bytes().collect::<Vec<u8>>(), text.into_bytes());
    }
}

/// Tests compare messages with the plain text that they read.
impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        let text = self.to_string();
        text.as_str() == *other
    }
}
