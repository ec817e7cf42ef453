//! Quantities: numbers with bounds, exact in decimal.

use crate::message::message;
use std::fmt;
use std::ops::Bound;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::error::{Advice, ParseError, quoted};

mod slips;

/// A number, or a number with bounds: `4000`, `>10000`, `>=500`, `<500`, `<=500`, `~4000` (within
/// ten per cent), `3000..5000`. The unit belongs to the property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity(Form);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    Exact(Decimal),
    Over(Decimal),
    AtLeast(Decimal),
    Under(Decimal),
    AtMost(Decimal),
    About(Decimal),
    Range(Decimal, Decimal),
}

impl Quantity {
    /// A whole number.
    pub fn from_i64(number: i64) -> Self {
        Self(Form::Exact(number.into()))
    }

    /// Parses a quantity as it stands in quotes.
    ///
    /// # Errors
    ///
    /// Where the text is none of the forms, a number has more than 28 digits, or a range runs
    /// backwards.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let read = if slips::is_dotted(text) {
            Err(ParseError::whole(message!("{} can be read in two ways", quoted(text)), text))
        } else {
            Self::read(text)
        };
        read.map_err(|error| if error.help.is_none() { error.advise(slips::offer(text)) } else { error })
    }

    /// Parses without looking for what may have been meant, so that advice can use it.
    pub(crate) fn read(text: &str) -> Result<Self, ParseError> {
        type Make = fn(Decimal) -> Form;
        if text.trim() != text {
            return Err(ParseError::whole(message!("{} has blanks around it", quoted(text)), text));
        }
        let prefixes: [(&str, Make); 5] = [
            (">=", Form::AtLeast),
            ("<=", Form::AtMost),
            (">", Form::Over),
            ("<", Form::Under),
            ("~", Form::About),
        ];
        for (prefix, make) in prefixes {
            if let Some(rest) = text.strip_prefix(prefix) {
                let blanks = rest.len() - rest.trim_start().len();
                return Ok(Self(make(number(text, prefix.len() + blanks, rest.trim_start())?)));
            }
        }
        if let Some((low, high)) = text.split_once("..") {
            let least = number(text, 0, low.trim_end())?;
            let blanks = high.len() - high.trim_start().len();
            let most = number(text, low.len() + 2 + blanks, high.trim_start())?;
            if least > most {
                let error = ParseError::whole(message!("the range {} runs backwards", quoted(text)), text);
                return Err(error.advise(Advice::probably(format!("{most}..{least}"))));
            }
            return Ok(Self(Form::Range(least, most)));
        }
        number(text, 0, text).map(|exact| Self(Form::Exact(exact)))
    }

    /// Parses a number as TOML writes it: with `_` between digits, an exponent, or as `0x1F`.
    ///
    /// # Errors
    ///
    /// For infinite values and what has more than 28 digits.
    pub fn parse_number(text: &str) -> Result<Self, ParseError> {
        let plain = text.replace('_', "");
        let radix = [("0x", 16), ("0o", 8), ("0b", 2)]
            .into_iter()
            .find_map(|(prefix, radix)| plain.strip_prefix(prefix).map(|digits| (digits, radix)));
        let exact = match radix {
            Some((digits, radix)) => i64::from_str_radix(digits, radix).ok().map(Decimal::from),
            None => {
                let plain = plain.strip_prefix('+').unwrap_or(&plain);
                Decimal::from_str_exact(plain).or_else(|_| Decimal::from_scientific(plain)).ok()
            }
        };
        let exact = exact.ok_or_else(|| {
            ParseError::whole(message!("{} is no number that can be counted with", quoted(text)), text)
                .help("write a finite number of at most 28 digits")
        })?;
        Ok(Self(Form::Exact(exact.normalize())))
    }

    /// The same quantity counted in another unit, of which each of its own is so many. `None` where
    /// that has too many digits, or for a factor that is not above 0.
    pub fn times(&self, factor: Decimal) -> Option<Self> {
        if factor <= Decimal::ZERO {
            return None;
        }
        let times = |number: Decimal| number.checked_mul(factor).map(|product| product.normalize());
        Some(Self(match self.0 {
            Form::Exact(number) => Form::Exact(times(number)?),
            Form::Over(number) => Form::Over(times(number)?),
            Form::AtLeast(number) => Form::AtLeast(times(number)?),
            Form::Under(number) => Form::Under(times(number)?),
            Form::AtMost(number) => Form::AtMost(times(number)?),
            Form::About(number) => Form::About(times(number)?),
            Form::Range(low, high) => Form::Range(times(low)?, times(high)?),
        }))
    }

    /// The number, where it is exact.
    pub fn exact(&self) -> Option<Decimal> {
        if let Form::Exact(number) = self.0 { Some(number) } else { None }
    }

    /// The least and the greatest number that it allows.
    pub fn bounds(&self) -> (Bound<Decimal>, Bound<Decimal>) {
        match self.0 {
            Form::Exact(number) => (Bound::Included(number), Bound::Included(number)),
            Form::Over(number) => (Bound::Excluded(number), Bound::Unbounded),
            Form::AtLeast(number) => (Bound::Included(number), Bound::Unbounded),
            Form::Under(number) => (Bound::Unbounded, Bound::Excluded(number)),
            Form::AtMost(number) => (Bound::Unbounded, Bound::Included(number)),
            Form::About(number) => {
                let width = tenth(number.abs());
                // At the very edge of what can be counted the width is lost, not the number.
                let low = number.checked_sub(width).unwrap_or(number);
                let high = number.checked_add(width).unwrap_or(number);
                (Bound::Included(low), Bound::Included(high))
            }
            Form::Range(low, high) => (Bound::Included(low), Bound::Included(high)),
        }
    }

    /// Whether some number satisfies both.
    pub fn intersects(&self, other: &Self) -> bool {
        !self.surely_less(other) && !self.surely_greater(other)
    }

    /// Whether every number of this one is greater than every number of the other.
    pub fn surely_greater(&self, other: &Self) -> bool {
        beyond(other.bounds().1, self.bounds().0)
    }

    /// Whether every number of this one is less than every number of the other.
    pub fn surely_less(&self, other: &Self) -> bool {
        other.surely_greater(self)
    }

    /// Whether some number of this one is greater than some number of the other.
    pub fn possibly_greater(&self, other: &Self) -> bool {
        match (self.bounds().1, other.bounds().0) {
            (Bound::Unbounded, _) | (_, Bound::Unbounded) => true,
            (Bound::Included(high) | Bound::Excluded(high), Bound::Included(low) | Bound::Excluded(low)) => {
                high > low
            }
        }
    }

    /// Whether it allows a number.
    pub fn allows(&self, number: Decimal) -> bool {
        self.intersects(&Self(Form::Exact(number)))
    }

    /// Whether it allows some number from `least` to `most`.
    pub fn allows_any(&self, least: Decimal, most: Decimal) -> bool {
        self.intersects(&Self(Form::Range(least, most)))
    }

    /// Whether it allows some whole number from `least` to `most`.
    pub fn allows_whole(&self, least: u64, most: Option<u64>) -> bool {
        let (low, high) = self.bounds();
        let low = match low {
            Bound::Included(low) => low.ceil(),
            Bound::Excluded(low) => low.floor() + Decimal::ONE,
            Bound::Unbounded => Decimal::from(least),
        };
        let high = match high {
            Bound::Included(high) => Some(high.floor()),
            Bound::Excluded(high) => Some(high.ceil() - Decimal::ONE),
            Bound::Unbounded => None,
        };
        let most = most.map(Decimal::from);
        let high = high.zip(most).map(|(high, most)| high.min(most)).or(high).or(most);
        high.is_none_or(|high| low.max(Decimal::from(least)) <= high)
    }

    /// Whether it allows some whole number.
    pub fn allows_integer(&self) -> bool {
        let (low, high) = self.bounds();
        let low = match low {
            Bound::Included(low) => low.ceil(),
            Bound::Excluded(low) => low.floor() + Decimal::ONE,
            Bound::Unbounded => return true,
        };
        match high {
            Bound::Included(high) => low <= high.floor(),
            Bound::Excluded(high) => low < high.ceil(),
            Bound::Unbounded => true,
        }
    }

    /// Whether no number that it allows lies between the bounds, both included.
    pub fn surely_outside(&self, least: Option<Decimal>, most: Option<Decimal>) -> bool {
        least.is_some_and(|least| self.surely_less(&Self(Form::AtLeast(least))))
            || most.is_some_and(|most| self.surely_greater(&Self(Form::AtMost(most))))
    }

    /// In words: `4,000`, `over 10,000`, `about 4,000 (3,600 to 4,400)`.
    pub fn describe(&self) -> String {
        match self.0 {
            Form::Exact(number) => grouped(number),
            Form::Over(number) => format!("over {}", grouped(number)),
            Form::AtLeast(number) => format!("at least {}", grouped(number)),
            Form::Under(number) => format!("under {}", grouped(number)),
            Form::AtMost(number) => format!("at most {}", grouped(number)),
            Form::Range(low, high) => format!("{} to {}", grouped(low), grouped(high)),
            Form::About(number) => match self.bounds() {
                (Bound::Included(low), Bound::Included(high)) => {
                    format!(
                        "about {} ({} to {})",
                        grouped(number),
                        grouped(low.normalize()),
                        grouped(high.normalize())
                    )
                }
                _ => format!("about {}", grouped(number)),
            },
        }
    }
}

/// Ten per cent, rounded so that nothing within is left out.
fn tenth(number: Decimal) -> Decimal {
    number.checked_div(Decimal::TEN).unwrap_or_default()
}

/// Whether everything below one bound lies below everything above the other.
fn beyond(high: Bound<Decimal>, low: Bound<Decimal>) -> bool {
    match (high, low) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(high), Bound::Included(low)) => high < low,
        (Bound::Included(high) | Bound::Excluded(high), Bound::Included(low) | Bound::Excluded(low)) => {
            high <= low
        }
    }
}

/// A number inside `text`, at byte `at`.
fn number(text: &str, at: usize, part: &str) -> Result<Decimal, ParseError> {
    let digits = part.strip_prefix('-').unwrap_or(part);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit());
    match Decimal::from_str_exact(part) {
        Ok(number) if plain => Ok(number.normalize()),
        Err(_) if plain && digits.bytes().filter(|byte| *byte == b'.').count() <= 1 => {
            let error = ParseError::new(
                message!("the number {} has too many digits", quoted(part)),
                at..at + part.len(),
            );
            Err(error.help("numbers of at most 28 digits are counted with"))
        }
        _ => {
            let at = if part.is_empty() { 0..text.len() } else { at..at + part.len() };
            Err(ParseError::new(message!("{} is no quantity", quoted(text)), at))
        }
    }
}

/// A number with commas between thousands.
pub(crate) fn grouped(number: Decimal) -> String {
    let text = number.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    if whole.len() < 4 {
        return format!("{sign}{text}");
    }
    let mut out = String::with_capacity(text.len() + text.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}{fraction}")
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Exact(number) => write!(f, "{number}"),
            Form::Over(number) => write!(f, ">{number}"),
            Form::AtLeast(number) => write!(f, ">={number}"),
            Form::Under(number) => write!(f, "<{number}"),
            Form::AtMost(number) => write!(f, "<={number}"),
            Form::About(number) => write!(f, "~{number}"),
            Form::Range(low, high) => write!(f, "{low}..{high}"),
        }
    }
}

impl FromStr for Quantity {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    #[test]
    fn every_form_is_read_and_told() {
        for (text, words) in [
            ("4000", "4,000"),
            ("4000.5", "4,000.5"),
            ("10000", "10,000"),
            ("999", "999"),
            ("1000", "1,000"),
            ("123456", "123,456"),
            ("-1234567.25", "-1,234,567.25"),
            (">10000", "over 10,000"),
            (">= 500", "at least 500"),
            ("<500", "under 500"),
            ("<=500", "at most 500"),
            ("~4000", "about 4,000 (3,600 to 4,400)"),
            ("~-100", "about -100 (-110 to -90)"),
            ("3000..5000", "3,000 to 5,000"),
            ("3000 .. 5000", "3,000 to 5,000"),
        ] {
            assert_eq!(quantity(text).describe(), words);
        }
        assert_eq!(Quantity::parse_number("1_000").unwrap(), quantity("1000"));
        assert_eq!(Quantity::parse_number("1e3").unwrap(), quantity("1000"));
        assert_eq!(Quantity::parse_number("0x1F").unwrap(), quantity("31"));
        assert_eq!(Quantity::parse_number("+7.50").unwrap(), quantity("7.5"));
        assert!(Quantity::parse_number("inf").is_err() && Quantity::parse_number("nan").is_err());
        assert!(Quantity::parse_number("9223372036854775807").is_ok());
        assert!(Quantity::parse_number("1e300").is_err());
    }

    #[test]
    fn slips_are_explained() {
        for (text, words) in [
            ("10,000", "write \"10000\""),
            ("over 10,000", "write \">10000\""),
            ("more than 10 000", "write \">10000\""),
            ("≥ 500", "write \">=500\""),
            ("500+", "write \">=500\""),
            ("about 4,000", "write \"~4000\""),
            ("3000–5000", "write \"3000..5000\""),
            ("3,000-5,000", "write \"3000..5000\""),
            (" 4000", "write \"4000\""),
            (">10,000", "write \">10000\""),
            ("5000..3000", "write \"3000..5000\""),
            ("7 states", "write \"7\"; what is counted"),
            ("over 4,000 troops", "write \">4000\"; what is counted"),
            ("1,234.5", "write \"1234.5\""),
            ("2 million", "write \"2000000\""),
            ("2M", "write \"2000000\""),
            ("10k", "write \"10000\""),
            ("2.5 bn", "write \"2500000000\""),
            ("2 Millionen", "write \"2000000\""),
            ("3 juta", "write \"3000000\""),
            ("2,5 million", "write a number"),
            ("about 2 million", "write \"~2000000\""),
            ("> 2 million", "write \">2000000\""),
            ("2-3 million", "write \"2000000..3000000\""),
            ("2 million troops", "write \"2000000\"; what is counted"),
            ("2.0000001 million", "write a number"),
            ("5m", "write a number"),
            ("4.000", "write 4000 where the dot stands between thousands, or 4.0"),
            ("4.125", "write 4125 where the dot stands between thousands, or 4.125"),
            ("1.234.567", "write \"1234567\""),
            ("10,00", "write a number"),
            ("1234,567", "write a number"),
            (",500", "write a number"),
            // Two signs, or a sum: what is meant is not clear.
            ("over 500+", "write a number"),
            ("over 3000-5000", "write a number"),
            ("4000 + 5000", "write a number"),
            // Numbers are written in one way.
            (".5", "write a number"),
            ("5.", "write a number"),
            ("+5", "write \"5\""),
            ("1_000", "write \"1000\""),
            ("many", "write a number"),
            ("", "write a number"),
            (">", "write a number"),
            ("1.2.3", "write a number"),
            ("NaN", "write a number"),
            ("123456789012345678901234567890", "28 digits"),
        ] {
            let error = Quantity::parse(text).unwrap_err();
            assert!(
                error.help.as_ref().is_some_and(|help| help.to_string().contains(words)),
                "{text}: {error:?}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_shown() {
        for (text, shown) in [
            (">x", "x"),
            (">=  x", "x"),
            ("x .. 5", "x"),
            ("10 ..  x", "x"),
            ("10..x", "x"),
            ("", ""),
            (">", ">"),
            (">12345678901234567890123456789012", "12345678901234567890123456789012"),
        ] {
            assert_eq!(&text[Quantity::parse(text).unwrap_err().at], shown, "{text}");
        }
    }

    #[test]
    fn bounds_are_part_of_the_value() {
        assert!(!quantity(">10000").intersects(&quantity("10000")));
        assert!(quantity(">10000").intersects(&quantity("12000")));
        assert!(!quantity(">10000").intersects(&quantity("<=10000")));
        assert!(quantity(">=10000").intersects(&quantity("<=10000")));
        assert!(quantity("12000").surely_greater(&quantity("~10000")));
        assert!(!quantity("11000").surely_greater(&quantity("~10000")));
        assert!(quantity(">10000").surely_greater(&quantity("4000")));
        assert!(!quantity("4000").possibly_greater(&quantity(">10000")));
        assert!(!quantity("4000").possibly_greater(&quantity("4000")));
        assert!(quantity("4001").possibly_greater(&quantity("4000")));
        assert!(quantity("-1").surely_outside(Some(Decimal::ZERO), None));
        assert!(!quantity("<5").surely_outside(Some(Decimal::ZERO), None));
        assert!(quantity(">5").surely_outside(None, Some(Decimal::from(5))));
    }

    #[test]
    fn only_a_plain_number_is_exact() {
        assert_eq!(quantity("4000").exact(), Some(Decimal::from(4000)));
        for text in [">4000", ">=4000", "<4000", "<=4000", "~4000", "3000..4000"] {
            assert_eq!(quantity(text).exact(), None, "{text}");
        }
    }

    fn any_quantity() -> impl Strategy<Value = Quantity> {
        (0..7_u8, -40..40_i64, 0..20_i64).prop_map(|(form, number, width)| {
            let (low, high) = (Decimal::from(number), Decimal::from(number + width));
            Quantity(match form {
                0 => Form::Exact(low),
                1 => Form::Over(low),
                2 => Form::AtLeast(low),
                3 => Form::Under(low),
                4 => Form::AtMost(low),
                5 => Form::About(low),
                _ => Form::Range(low, high),
            })
        })
    }

    fn holds(quantity: &Quantity, number: Decimal) -> bool {
        use std::ops::RangeBounds as _;
        quantity.bounds().contains(&number)
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            if let Err(error) = Quantity::parse(&text) {
                prop_assert!(text.get(error.at).is_some());
            }
            let _ = Quantity::parse_number(&text);
        }

        #[test]
        fn what_is_printed_is_read_again(quantity in any_quantity()) {
            prop_assert_eq!(Quantity::parse(&quantity.to_string()).unwrap(), quantity);
        }

        #[test]
        fn relations_agree_with_samples(a in any_quantity(), b in any_quantity()) {
            // Tenths are the grid on which all bounds and the gaps between them lie.
            let samples: Vec<Decimal> = (-1500..1500).map(|tenths| Decimal::new(tenths * 5, 2)).collect();
            let of = |quantity: &Quantity| samples.iter().copied().filter(|n| holds(quantity, *n)).collect::<Vec<_>>();
            let (own, other) = (of(&a), of(&b));
            prop_assert_eq!(a.intersects(&b), own.iter().any(|n| other.contains(n)));
            prop_assert_eq!(a.surely_greater(&b), own.iter().min() > other.iter().max());
            prop_assert_eq!(a.possibly_greater(&b), own.iter().max() > other.iter().min());
        }

        #[test]
        fn what_is_allowed_lies_within_the_bounds(quantity in any_quantity(), least in -50..50_i64, width in 0..20_i64) {
            let (least, most) = (Decimal::from(least), Decimal::from(least + width));
            prop_assert_eq!(quantity.allows(least), holds(&quantity, least));
            prop_assert_eq!(quantity.allows_any(least, most), (0..=width * 20).any(|step| {
                holds(&quantity, least + Decimal::new(step * 5, 2))
            }));
        }
    }
}
