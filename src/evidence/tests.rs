//! What must hold for any text: numbers that are written out are read back, spans hold their text,
//! and nothing panics.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

/// Writes numbers below a thousand million as a language does; the words are the test's own.
trait Speller {
    fn spell(&self, number: u32) -> String;
}

struct English;
struct Indonesian;
struct Russian;
struct German;
struct French;
struct Turkic(&'static [&'static str; 9], &'static [&'static str; 9], &'static str, &'static str);
struct Armenian;
struct Tajik;

fn join(parts: impl IntoIterator<Item = String>, with: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(with)
}

/// Millions, thousands and the rest, each with its own word.
fn groups(number: u32) -> [u32; 3] {
    [number / 1_000_000, number / 1000 % 1000, number % 1000]
}

impl Speller for English {
    fn spell(&self, number: u32) -> String {
        const ONES: [&str; 20] = [
            "",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ];
        const TENS: [&str; 10] =
            ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        let below = |n: u32| {
            let n = n as usize;
            let hundreds = if n >= 100 { format!("{} hundred", ONES[n / 100]) } else { String::new() };
            let rest = n % 100;
            let rest = if rest < 20 {
                ONES[rest].to_owned()
            } else {
                join([TENS[rest / 10].to_owned(), ONES[rest % 10].to_owned()], "-")
            };
            join([hundreds, rest], " and ")
        };
        let [millions, thousands, rest] = groups(number);
        let with = |n: u32, word: &str| if n > 0 { format!("{} {word}", below(n)) } else { String::new() };
        join([with(millions, "million"), with(thousands, "thousand"), below(rest)], " ")
    }
}

impl Speller for Indonesian {
    fn spell(&self, number: u32) -> String {
        const ONES: [&str; 12] = [
            "", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
            "sebelas",
        ];
        let below = |n: u32| {
            let n = n as usize;
            let hundreds = match n / 100 {
                0 => String::new(),
                1 => "seratus".to_owned(),
                h => format!("{} ratus", ONES[h]),
            };
            let rest = match n % 100 {
                r @ 0..=11 => ONES[r].to_owned(),
                r @ 12..=19 => format!("{} belas", ONES[r - 10]),
                r => join([format!("{} puluh", ONES[r / 10]), ONES[r % 10].to_owned()], " "),
            };
            join([hundreds, rest], " ")
        };
        let [millions, thousands, rest] = groups(number);
        let millions = if millions > 0 { format!("{} juta", below(millions)) } else { String::new() };
        let thousands = match thousands {
            0 => String::new(),
            1 => "seribu".to_owned(),
            n => format!("{} ribu", below(n)),
        };
        join([millions, thousands, below(rest)], " ")
    }
}

impl Speller for Russian {
    fn spell(&self, number: u32) -> String {
        const ONES: [&str; 20] = [
            "",
            "один",
            "два",
            "три",
            "четыре",
            "пять",
            "шесть",
            "семь",
            "восемь",
            "девять",
            "десять",
            "одиннадцать",
            "двенадцать",
            "тринадцать",
            "четырнадцать",
            "пятнадцать",
            "шестнадцать",
            "семнадцать",
            "восемнадцать",
            "девятнадцать",
        ];
        const TENS: [&str; 10] = [
            "",
            "",
            "двадцать",
            "тридцать",
            "сорок",
            "пятьдесят",
            "шестьдесят",
            "семьдесят",
            "восемьдесят",
            "девяносто",
        ];
        const HUNDREDS: [&str; 10] = [
            "",
            "сто",
            "двести",
            "триста",
            "четыреста",
            "пятьсот",
            "шестьсот",
            "семьсот",
            "восемьсот",
            "девятьсот",
        ];
        let below = |n: u32, feminine: bool| {
            let n = n as usize;
            let one = |n: usize| match (n, feminine) {
                (1, true) => "одна",
                (2, true) => "две",
                _ => ONES[n],
            };
            let rest = n % 100;
            let rest = if rest < 20 {
                one(rest).to_owned()
            } else {
                join([TENS[rest / 10].into(), one(rest % 10).into()], " ")
            };
            join([HUNDREDS[n / 100].to_owned(), rest], " ")
        };
        let with = |n: u32, feminine: bool, forms: [&str; 3]| {
            let form = match (n % 100, n % 10) {
                (11..=14, _) => forms[2],
                (_, 1) => forms[0],
                (_, 2..=4) => forms[1],
                _ => forms[2],
            };
            if n > 0 { format!("{} {form}", below(n, feminine)) } else { String::new() }
        };
        let [millions, thousands, rest] = groups(number);
        let millions = with(millions, false, ["миллион", "миллиона", "миллионов"]);
        let thousands = with(thousands, true, ["тысяча", "тысячи", "тысяч"]);
        join([millions, thousands, below(rest, false)], " ")
    }
}

impl Speller for German {
    fn spell(&self, number: u32) -> String {
        const ONES: [&str; 20] = [
            "",
            "ein",
            "zwei",
            "drei",
            "vier",
            "fünf",
            "sechs",
            "sieben",
            "acht",
            "neun",
            "zehn",
            "elf",
            "zwölf",
            "dreizehn",
            "vierzehn",
            "fünfzehn",
            "sechzehn",
            "siebzehn",
            "achtzehn",
            "neunzehn",
        ];
        const TENS: [&str; 10] =
            ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];
        let below = |n: u32| {
            let n = n as usize;
            let hundreds = if n >= 100 { format!("{}hundert", ONES[n / 100]) } else { String::new() };
            let rest = match n % 100 {
                r @ 0..=19 => ONES[r].to_owned(),
                r if r % 10 == 0 => TENS[r / 10].to_owned(),
                r => format!("{}und{}", ONES[r % 10], TENS[r / 10]),
            };
            hundreds + &rest
        };
        let [millions, thousands, rest] = groups(number);
        let millions = match millions {
            0 => String::new(),
            1 => "eine Million".into(),
            n => format!("{} Millionen", below(n)),
        };
        let thousands = if thousands > 0 { format!("{}tausend", below(thousands)) } else { String::new() };
        join([millions, thousands + &below(rest)], " ")
    }
}

impl Speller for French {
    fn spell(&self, number: u32) -> String {
        const ONES: [&str; 20] = [
            "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
            "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
        ];
        const TENS: [&str; 7] = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];
        let below = |n: u32| {
            let n = n as usize;
            let hundreds = match n / 100 {
                0 => String::new(),
                1 => "cent".into(),
                h => format!("{} cent", ONES[h]),
            };
            let rest = match n % 100 {
                r @ 0..=19 => ONES[r].to_owned(),
                71 => "soixante et onze".into(),
                r @ 60..=79 => join(["soixante".into(), ONES[r - 60].into()], "-"),
                r @ 80..=99 => join(["quatre-vingt".into(), ONES[r - 80].into()], "-"),
                r if r % 10 == 1 => format!("{} et un", TENS[r / 10]),
                r => join([TENS[r / 10].into(), ONES[r % 10].into()], "-"),
            };
            join([hundreds, rest], " ")
        };
        let [millions, thousands, rest] = groups(number);
        let millions = if millions > 0 { format!("{} millions", below(millions)) } else { String::new() };
        let thousands = match thousands {
            0 => String::new(),
            1 => "mille".into(),
            n => format!("{} mille", below(n)),
        };
        join([millions, thousands, below(rest)], " ")
    }
}

impl Speller for Turkic {
    fn spell(&self, number: u32) -> String {
        let pick = |words: &[&str; 9], n: u32| match n {
            0 => String::new(),
            n => words[n as usize - 1].to_owned(),
        };
        let below = |n: u32| {
            let hundreds =
                if n >= 100 { join([pick(self.0, n / 100), "жүз".into()], " ") } else { String::new() };
            join([hundreds, pick(self.1, n / 10 % 10), pick(self.0, n % 10)], " ")
        };
        let with = |n: u32, word: &str| if n > 0 { format!("{} {word}", below(n)) } else { String::new() };
        let [millions, thousands, rest] = groups(number);
        join([with(millions, self.3), with(thousands, self.2), below(rest)], " ")
    }
}

impl Speller for Armenian {
    fn spell(&self, number: u32) -> String {
        const ONES: [&str; 10] = ["", "մեկ", "երկու", "երեք", "չորս", "հինգ", "վեց", "յոթ", "ութ", "ինը"];
        const TENS: [&str; 10] = [
            "",
            "տասն",
            "քսան",
            "երեսուն",
            "քառասուն",
            "հիսուն",
            "վաթսուն",
            "յոթանասուն",
            "ութսուն",
            "իննսուն",
        ];
        let below = |n: u32| {
            let n = n as usize;
            let hundreds = match n / 100 {
                0 => String::new(),
                1 => "հարյուր".into(),
                h => format!("{} հարյուր", ONES[h]),
            };
            let rest = if n % 100 == 10 {
                "տասը".into()
            } else {
                format!("{}{}", TENS[n / 10 % 10], ONES[n % 10])
            };
            join([hundreds, rest], " ")
        };
        let [millions, thousands, rest] = groups(number);
        let with = |n: u32, word: &str| if n > 0 { format!("{} {word}", below(n)) } else { String::new() };
        join([with(millions, "միլիոն"), with(thousands, "հազար"), below(rest)], " ")
    }
}

impl Speller for Tajik {
    fn spell(&self, number: u32) -> String {
        const ONES: [&str; 20] = [
            "",
            "як",
            "ду",
            "се",
            "чор",
            "панҷ",
            "шаш",
            "ҳафт",
            "ҳашт",
            "нуҳ",
            "даҳ",
            "ёздаҳ",
            "дувоздаҳ",
            "сездаҳ",
            "чордаҳ",
            "понздаҳ",
            "шонздаҳ",
            "ҳабдаҳ",
            "ҳаждаҳ",
            "нуздаҳ",
        ];
        const TENS: [(&str, &str); 10] = [
            ("", ""),
            ("", ""),
            ("бист", "бисту"),
            ("сӣ", "сию"),
            ("чил", "чилу"),
            ("панҷоҳ", "панҷоҳу"),
            ("шаст", "шасту"),
            ("ҳафтод", "ҳафтоду"),
            ("ҳаштод", "ҳаштоду"),
            ("навад", "наваду"),
        ];
        let below = |n: u32| {
            let n = n as usize;
            let rest = match n % 100 {
                r @ 0..=19 => ONES[r].to_owned(),
                r if r % 10 == 0 => TENS[r / 10].0.to_owned(),
                r => format!("{} {}", TENS[r / 10].1, ONES[r % 10]),
            };
            let u = if rest.is_empty() { "" } else { "у" };
            match n / 100 {
                0 => rest,
                1 => join([format!("сад{u}"), rest], " "),
                h => join([format!("{}сад{u}", ONES[h]), rest], " "),
            }
        };
        let [millions, thousands, rest] = groups(number);
        let with = |n: u32, word: &str| if n > 0 { format!("{} {word}", below(n)) } else { String::new() };
        join([with(millions, "миллион"), with(thousands, "ҳазор"), below(rest)], " ")
    }
}

const KAZAKH: Turkic = Turkic(
    &["бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"],
    &["он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"],
    "мың",
    "миллион",
);
const KYRGYZ: Turkic = Turkic(
    &["бир", "эки", "үч", "төрт", "беш", "алты", "жети", "сегиз", "тогуз"],
    &["он", "жыйырма", "отуз", "кырк", "элүү", "алтымыш", "жетимиш", "сексен", "токсон"],
    "миң",
    "миллион",
);

fn reads_back(tag: &str, speller: &dyn Speller, number: u32) {
    let text = speller.spell(number);
    let found = mentions(&text, Language::of(tag).unwrap());
    let values: Vec<_> = found
        .iter()
        .map(|mention| match &mention.kind {
            Kind::Quantity(amount) => Some((amount.number, amount.bounded, mention.span.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(
        values,
        [Some((Decimal::from(number), Bounded::Exactly, 0..text.len()))],
        "{tag}: {number}: {text}"
    );
}

fn spellers() -> [(&'static str, &'static dyn Speller); 9] {
    [
        ("en", &English),
        ("id", &Indonesian),
        ("ru", &Russian),
        ("de", &German),
        ("fr", &French),
        ("kk", &KAZAKH),
        ("ky", &KYRGYZ),
        ("hy", &Armenian),
        ("tg", &Tajik),
    ]
}

#[test]
fn every_small_number_in_words_is_read_back() {
    for (tag, speller) in spellers() {
        (1..2000).for_each(|number| reads_back(tag, speller, number));
    }
}

/// Pieces that texts are made of which look like mentions.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "4.000",
        "10,000",
        "1992",
        "15",
        "May",
        "мая",
        "Mei",
        "2008",
        "0",
        "000",
        "99999999999999999999999999999",
        "-",
        "–",
        "/",
        ".",
        ",",
        " ",
        "\u{a0}",
        "\n\n",
        "tahun",
        "года",
        "years",
        "later",
        "kemudian",
        "lebih dari",
        "more than",
        "до",
        "from",
        "to",
        "between",
        "and",
        "not",
        "не",
        "ribu",
        "million",
        "тысяч",
        "a",
        "the",
        "of",
        "seven",
        "ketujuh",
        "%",
        "$",
        "+",
        "th",
        "-х",
        "s",
        "ke-",
        "in",
        "15.05.1992",
        "1992-05-15",
        "12/31/1999",
        "\u{301}",
        "ﬁ",
        "\u{ad}",
        "’",
        "2000s",
        "half",
        "nearly",
        "no more than",
        "or more",
        "жылы",
        "թ.",
        "fünfundzwanzig",
    ]);
    prop::collection::vec(
        prop_oneof![8 => words.prop_map(str::to_owned), 2 => Just(" ".to_owned()), 1 => any::<String>()],
        0..40,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn numbers_in_words_are_read_back(number in 1_u32..1_000_000_000) {
        for (tag, speller) in spellers() {
            reads_back(tag, speller, number);
        }
    }

    #[test]
    fn numbers_in_digits_are_read_back(number in 2200_u32..u32::MAX) {
        for language in Language::all() {
            let mark = match language.groups[0] {
                language::Group::Sign(sign) => sign.to_string(),
                language::Group::Blank | language::Group::NoBreak => "\u{a0}".to_owned(),
            };
            let digits = number.to_string();
            let mut grouped = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    grouped.push_str(&mark);
                }
                grouped.push(digit);
            }
            for text in [digits, grouped] {
                let found = mentions(&text, language);
                prop_assert_eq!(found.len(), 1, "{} {}: {:?}", language.tag, &text, &found);
                let amount = match &found[0].kind {
                    Kind::Quantity(amount) => amount,
                    // Eight digits may be a day of the calendar, too.
                    Kind::Date(DateReading { number: Some(amount), .. }) => amount,
                    _ => panic!("{text}: {found:?}"),
                };
                prop_assert_eq!(amount.number, Decimal::from(number));
                prop_assert_eq!(&found[0].span, &(0..text.len()));
            }
        }
    }

    #[test]
    fn any_text_is_read_and_spans_hold_their_text(text in pieces()) {
        for language in Language::all() {
            let mut end = 0;
            for mention in mentions(&text, language) {
                prop_assert!(mention.span.start >= end && mention.span.end > mention.span.start);
                end = mention.span.end;
                for span in [&mention.span, &mention.before, &mention.after] {
                    prop_assert!(text.get(span.clone()).is_some());
                }
                let shown = &text[mention.span.clone()];
                prop_assert_eq!(shown.trim(), shown);
            }
            let claimed = crate::value::Quantity::parse("4000").unwrap();
            let counted = counted::Counted::new(language, Some("people"), [(Some("en"), "number of troops")]);
            let _ = support::quantity(&text, language, &claimed, &counted, None);
            let _ = support::date(&text, language, &crate::value::Date::parse("1992-05-15").unwrap());
        }
    }

    #[test]
    fn any_text_can_be_searched(text in pieces(), quote in pieces(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let found = passage::find(&text, &quote, Language::of("en"));
        if let passage::Found::Found(place) | passage::Found::Contradicted { passage: place, .. } = found {
            prop_assert!(text.get(place).is_some());
        }
        // A text holds what is in it.
        let whole = passage::find(&text, &text, None);
        prop_assert!(matches!(whole, passage::Found::Found(_) | passage::Found::NoWords), "{:?}", whole);
        let _ = source::holds(&bytes, Some("text/html"), &quote, Some("ru"));
        let _ = source::holds(text.as_bytes(), None, &quote, None);
    }
}
