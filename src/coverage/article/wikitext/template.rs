//! Templates: what a reader sees of them, without knowing what they do.

use std::ops::Range;

use super::Reader;
use super::namespaces::{self, Known};

/// The longest name of a parameter.
const LONGEST_NAME: usize = 60;

impl Reader<'_> {
    /// A template: `inside` without its braces, `whole` with them.
    pub(super) fn template(&mut self, inside: Range<usize>, whole: Range<usize>, depth: usize) {
        let parts = self.parts(&inside);
        let Some(name) = parts.first().map(|part| &self.file[part.clone()]) else { return };
        let arguments = &parts[1..];
        match namespaces::template(name) {
            Known::Silent => {}
            Known::ShortNote => {
                let key = self.file[inside.start..inside.end].split_whitespace().collect::<String>();
                self.note("", Some(key), None, whole);
            }
            Known::LetterNote => self.note(namespaces::LETTERS, None, None, whole),
            Known::NoteByName => {
                for argument in arguments {
                    let name = self.file[argument.clone()].trim().to_owned();
                    if !name.is_empty() && !name.contains('=') {
                        self.note("", Some(name.clone()), Some(&name), whole.clone());
                    }
                }
            }
            Known::Date => match self.date(arguments) {
                Some(date) => self.out.put(&date, whole),
                None => self.arguments(arguments, depth),
            },
            Known::InLanguage => self.arguments(arguments.get(1..).unwrap_or_default(), depth),
            Known::Other => match name.split_once(':') {
                // `{{formatnum:4000}}`
                Some((function, value)) if arguments.is_empty() && !function.contains(' ') => {
                    let start = inside.end - value.len();
                    self.walk(start..inside.end, depth + 1);
                }
                _ => self.arguments(arguments, depth),
            },
        }
    }

    /// Values of a box are blocks of their own; what has no name stands in the line.
    fn arguments(&mut self, arguments: &[Range<usize>], depth: usize) {
        let lines = arguments.iter().any(|argument| self.file[argument.clone()].contains('\n'));
        for argument in arguments {
            let text = &self.file[argument.clone()];
            let named = text
                .split_once('=')
                .filter(|(name, _)| name.len() <= LONGEST_NAME && !name.contains(['<', '[', '{', '/']));
            let value = match named {
                Some((_, value)) => argument.end - value.len()..argument.end,
                None => argument.clone(),
            };
            let numbered =
                named.is_none_or(|(name, _)| name.trim().bytes().all(|byte| byte.is_ascii_digit()));
            let shown = &self.file[value.clone()];
            // Sizes and files of pictures.
            let picture = shown.trim().ends_with("px") || is_file(shown.trim());
            if numbered && !lines {
                self.out.blank(value.start..value.start);
                self.walk(value, depth + 1);
            } else if !picture && (numbered || lines) {
                self.out.block(value.start);
                self.walk(value.clone(), depth + 1);
                self.out.block(value.end);
            }
        }
    }

    /// `{{start date|1992|5|15}}`, `{{дата|15|5|1992}}`.
    fn date(&self, arguments: &[Range<usize>]) -> Option<String> {
        let numbers: Vec<&str> = arguments
            .iter()
            .map(|argument| self.file[argument.clone()].trim())
            .take_while(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
            .take(3)
            .collect();
        let (year, month, day) = match *numbers.as_slice() {
            [year] if year.len() == 4 => return Some(year.to_owned()),
            [year, month, day] if year.len() == 4 => (year, month, day),
            [day, month, year] if year.len() == 4 => (year, month, day),
            _ => return None,
        };
        (month.len() <= 2 && day.len() <= 2).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
    }
}

fn is_file(value: &str) -> bool {
    let ends = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif"];
    let value = value.to_ascii_lowercase();
    ends.iter().any(|end| value.ends_with(end))
}
