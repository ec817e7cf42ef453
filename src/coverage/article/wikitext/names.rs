//! Names that MediaWiki and its wikis give to what is no text: namespaces and templates.

/// The group of footnotes that print as letters.
pub(super) const LETTERS: &str = "lower-alpha";

/// The namespace of pictures, in English (which every wiki takes) and in the wikis' own words.
const MEDIA: &[&str] = &[
    "file",
    "image",
    "media",
    "berkas",
    "gambar",
    "файл",
    "изображение",
    "datei",
    "bild",
    "fichier",
    "выява",
    "сурет",
    "պատկեր",
];
const CATEGORY: &[&str] = &[
    "category",
    "kategori",
    "категория",
    "kategorie",
    "catégorie",
    "катэгорыя",
    "санат",
    "կատեգորիա",
    "гурӯҳ",
];
/// How names of templates begin that say nothing of the article's subject.
const SILENT: &[&str] = &[
    "cite",
    "citation",
    "reflist",
    "refbegin",
    "refend",
    "references",
    "defaultsort",
    "displaytitle",
    "short description",
    "use dmy",
    "use mdy",
    "main",
    "see also",
    "about",
    "for",
    "further",
    "redirect",
    "portal",
    "authority control",
    "coord",
    "flagicon",
    "commons",
    "sister",
    "navbox",
    "citation needed",
    "cn",
    "fact",
    "clarify",
    "when",
    "who",
    "webarchive",
    "isbn",
    "issn",
    "doi",
    "utama",
    "lihat",
    "kegunaan",
    "rp",
    "butuh rujukan",
    "pp-",
    "good article",
    "featured article",
    "stub",
    "rintisan",
    "#",
    "примечания",
    "основная статья",
    "нет источника",
    "источник",
    "публикация",
    "книга",
    "статья",
    "legend",
    "anchor",
];
/// Short footnotes: author, year and page make the note.
const SHORT_NOTES: &[&str] = &["sfn", "sfnp", "sfnm"];
/// Notes of the author, which print as letters.
const LETTER_NOTES: &[&str] = &["efn", "efn-la", "refn", "notetag"];
/// What names of templates hold whose parameters are year, month and day.
const DATES: &[&str] = &["date", "tanggal", "дата"];

/// What a template is, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Silent,
    ShortNote,
    LetterNote,
    /// Each parameter names a footnote.
    NoteByName,
    Date,
    /// The first parameter is a language tag.
    InLanguage,
    Other,
}

fn is_in(list: &[&str], name: &str) -> bool {
    let name = name.trim().to_lowercase();
    list.contains(&&*name)
}

pub(super) fn is_media(space: &str) -> bool {
    is_in(MEDIA, space)
}

pub(super) fn is_category(space: &str) -> bool {
    is_in(CATEGORY, space)
}

pub(super) fn template(name: &str) -> Known {
    let name = name.trim().to_lowercase().replace('_', " ");
    let name = &*name;
    let begins = |with: &&str| {
        name.strip_prefix(*with).is_some_and(|rest| {
            !with.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
        })
    };
    if SHORT_NOTES.contains(&name) {
        Known::ShortNote
    } else if LETTER_NOTES.contains(&name) {
        Known::LetterNote
    } else if name == "r" {
        Known::NoteByName
    } else if name == "lang" {
        Known::InLanguage
    } else if SILENT.iter().any(begins) {
        Known::Silent
    } else if DATES.iter().any(|word| name.contains(word)) {
        Known::Date
    } else {
        Known::Other
    }
}
