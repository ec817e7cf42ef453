//! Whether a text supports what a claim states.
//!
//! Four answers, and the last is not a way out: a text *supports* a value where it states it at least
//! as exactly; it states it *roughly* where it says the same less exactly; it *differs* where it plainly
//! states something else; what a reader could take either way *cannot be checked*. A bound is part of a number: "up to 10,000" is not "over 10,000",
//! and 12,000 is over 10,000.

use std::ops::{Bound, Range};

use rust_decimal::Decimal;

use super::counted::{Counted, Tie};
use super::language::{Bounded, Language, Role, things};
use super::mention::{Amount, Interval, Kind, Mention, Negated, interval, within};
use super::scan::{Reading, ends_clause};
use crate::value::{Date, Day, DayRange, Duration, Hemisphere, Quantity, Unit};

/// What came of looking for a value in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The text states it, here.
    Supported(Range<usize>),
    /// The text states it less exactly than the claim: "about 4,000" for 4,000.
    Rough {
        /// How, in words that follow "the quote".
        reason: String,
        /// Where.
        place: Range<usize>,
    },
    /// The text states something else.
    Contradicted {
        /// What, in words that follow "the quote".
        reason: String,
        /// Where.
        place: Range<usize>,
    },
    /// The text states no such thing; why, in words that follow "the quote".
    Absent(String),
    /// It cannot be told; why, in words that follow "the quote".
    CannotCheck(String),
}

impl Answer {
    /// The better of two answers about one value, told in two ways: a text that states either states it.
    pub fn or(self, other: Self) -> Self {
        let rank = |answer: &Self| match answer {
            Self::Supported(_) => 0,
            Self::Rough { .. } => 1,
            Self::CannotCheck(_) => 2,
            Self::Contradicted { .. } => 3,
            Self::Absent(_) => 4,
        };
        if rank(&other) < rank(&self) { other } else { self }
    }
}

/// Up to here a text may name things one by one instead of counting them.
const FEW: u32 = 20;

/// Whether a text states a quantity. The days on which the claim holds, where it says any, count
/// against a text only where that ties another time to the very number.
pub fn quantity(
    text: &str,
    language: &Language,
    claimed: &Quantity,
    counted: &Counted,
    when: Option<DayRange>,
) -> Answer {
    let reading = Reading::new(text, language);
    let claim = claimed.bounds();
    let mut seen = Seen::default();
    for (index, amount) in bounded_twice(&reading) {
        let tie = counted.tie(language, &reading, index + 1);
        let own = counted.tie(language, &reading, index);
        let mention = &reading.mentions[index + 1];
        let counts = |tie: &Tie| matches!(tie, Tie::Unit | Tie::Label | Tie::Nothing);
        if !counts(&tie) || !counts(&own) {
            continue;
        }
        if states(&amount, claim) {
            return Answer::Supported(reading.mentions[index].span.start..mention.span.end);
        }
        if is_rough(&amount, claim) {
            seen.rough.get_or_insert(mention);
        }
    }
    for (index, mention) in reading.mentions.iter().enumerate() {
        let tie = counted.tie(language, &reading, index);
        let amount = match &mention.kind {
            Kind::Quantity(amount) | Kind::Relative { amount, .. } => amount,
            // A year is a number only where it counts something.
            Kind::Date(date) => match (&date.number, &tie) {
                (Some(amount), Tie::Unit | Tie::Label) => amount,
                (Some(amount), Tie::Unknown(word)) if amount.interval() == claim => {
                    let text = show(text, mention);
                    seen.vague.get_or_insert(format!("may count “{word}” with “{text}”, or tell a year"));
                    continue;
                }
                _ => continue,
            },
            Kind::UnclearNumber if !matches!(tie, Tie::Other(_)) => {
                seen.vague.get_or_insert(format!("tells no exact number: “{}”", show(text, mention)));
                continue;
            }
            Kind::UnclearNumber | Kind::UnclearDate | Kind::DayOfYear { .. } => continue,
        };
        seen.take(text, mention, amount, claim, &tie, counted);
        if let Some(place) = seen.supported.take() {
            match when.and_then(|when| tied_to_another_time(language, &reading, index, &when)) {
                Some(date) => {
                    seen.other_time.get_or_insert((mention, date));
                }
                None => return Answer::Supported(place),
            }
        }
    }
    seen.decide(text, language, claim, counted)
}

#[derive(Default)]
struct Seen<'a> {
    supported: Option<Range<usize>>,
    denied: Option<&'a Mention>,
    doubt: Option<String>,
    /// A number that is not told: no doubt where another of the thing plainly differs.
    vague: Option<String>,
    /// Numbers of the thing that differ.
    same: Vec<(&'a Mention, &'a Amount)>,
    /// Numbers of what may be the thing that differ.
    loose: Vec<(&'a Mention, &'a Amount)>,
    /// A number of the thing that says what the claim says, less exactly.
    rough: Option<&'a Mention>,
    /// The number itself, with another time that the text ties to it.
    other_time: Option<(&'a Mention, &'a Mention)>,
    /// The number itself, of another thing.
    other_equal: Option<(&'a Mention, String)>,
    others: usize,
}

impl<'a> Seen<'a> {
    fn take(
        &mut self,
        text: &str,
        mention: &'a Mention,
        amount: &'a Amount,
        claim: Interval,
        tie: &Tie,
        counted: &Counted,
    ) {
        let supports = states(amount, claim);
        let maybe = at_the_bound(amount, claim)
            || !is_whole_change(amount, claim) && readings(amount).any(|reading| within(reading, claim));
        let unsure = amount.other.is_some();
        if mention.negated == Negated::Yes {
            if supports && !matches!(tie, Tie::Other(_)) {
                self.denied.get_or_insert(mention);
            }
            return;
        }
        // Of a claim that does not say what it counts, any thing may be meant.
        if let Tie::Other(thing) = tie
            && counted.is_known()
        {
            self.others += 1;
            if supports || maybe {
                self.other_equal.get_or_insert((mention, thing.clone()));
            }
            return;
        }
        if let Tie::Convertible(measure) = tie {
            // Five months are not five years, but sixty may be.
            let number = Some(amount.number) == exact(claim);
            if number || (supports && amount.interval() == claim) {
                self.other_equal.get_or_insert((mention, measure.clone()));
                return;
            }
            self.doubt.get_or_insert(format!("counts “{measure}”, which would have to be converted"));
            return;
        }
        if supports && mention.negated == Negated::Unclear {
            let text = show(text, mention);
            self.doubt.get_or_insert(format!("has a negation near “{text}”"));
            return;
        }
        let ordinal = amount.collective && !matches!(tie, Tie::Unit | Tie::Label);
        if (supports && (ordinal || unsure)) || (maybe && !supports) {
            self.doubt.get_or_insert(format!("can be read in two ways: “{}”", show(text, mention)));
            return;
        }
        match tie {
            _ if supports && matches!(tie, Tie::Unknown(_)) && counted.is_known() => {
                let Tie::Unknown(word) = tie else { return };
                self.doubt.get_or_insert(format!(
                    "counts “{word}”, and whether these are what the claim counts cannot be told"
                ));
            }
            _ if supports => self.supported = Some(mention.span.clone()),
            _ if ordinal => {}
            Tie::Label if counted.has_unit() => self.others += 1,
            _ if is_rough(amount, claim) && mention.negated == Negated::No => {
                self.rough.get_or_insert(mention);
            }
            Tie::Unit => self.same.push((mention, amount)),
            Tie::Label => self.same.push((mention, amount)),
            _ => self.loose.push((mention, amount)),
        }
    }

    fn decide(self, text: &str, language: &Language, claim: Interval, counted: &Counted) -> Answer {
        if let Some(mention) = self.denied {
            let reason = format!("denies it: “{}”", around(text, mention));
            return Answer::Contradicted { reason, place: mention.span.clone() };
        }
        if let Some(doubt) =
            self.doubt.or(self.vague.filter(|_| self.same.is_empty() && self.rough.is_none()))
        {
            return Answer::CannotCheck(doubt);
        }
        if let Some(mention) = self.rough {
            let reason = format!("says it only roughly: “{}”", with_thing(text, mention));
            return Answer::Rough { reason, place: mention.span.clone() };
        }
        if let Some((mention, date)) = self.other_time {
            let reason = format!("tells “{}” of “{}”", with_thing(text, mention), show(text, date));
            return Answer::Contradicted { reason, place: mention.span.clone() };
        }
        let all: Vec<&Amount> = self.same.iter().chain(&self.loose).map(|(_, amount)| *amount).collect();
        if all.len() > 1 && adds_up(&all, claim) {
            return Answer::CannotCheck("has numbers that add up to it".into());
        }
        if let Some((mention, _)) = self.same.first() {
            let reason = format!("says “{}”", with_thing(text, mention));
            return Answer::Contradicted { reason, place: mention.span.clone() };
        }
        if let Some((mention, thing)) = self.other_equal {
            let place = mention.span.clone();
            let what = counted.name();
            return Answer::Contradicted { reason: format!("counts “{thing}” there, not {what}"), place };
        }
        if is_few(claim) {
            return Answer::CannotCheck("may name one by one what the claim counts".into());
        }
        if !language.complete && (counted.is_known() || self.loose.len() != 1) {
            let name = &language.name;
            return Answer::CannotCheck(format!("may state it in words of {name} that are not known"));
        }
        if let Some((mention, _)) = self.loose.first() {
            let reason = format!("says “{}”", with_thing(text, mention));
            return Answer::Contradicted { reason, place: mention.span.clone() };
        }
        match self.others {
            0 => Answer::Absent("states no number".into()),
            _ => Answer::Absent(format!("states no number of {}", counted.name())),
        }
    }
}

/// Whether an amount says the same as a claim, less exactly: "about 4,000" for 4,000, or "3,000 to
/// 5,000" for 4,000. A bound on one side says something else.
fn is_rough(amount: &Amount, claim: Interval) -> bool {
    let holds = |number| within((Bound::Included(number), Bound::Included(number)), claim);
    let closed = claim.0 != Bound::Unbounded && claim.1 != Bound::Unbounded;
    match (amount.to, amount.bounded) {
        (Some(_), Bounded::Exactly | Bounded::About) => {
            closed && !amount.change && amount.became.is_none() && within(claim, amount.interval())
        }
        (None, Bounded::About | Bounded::Nearly) => closed && holds(amount.number),
        _ => false,
    }
}

/// Amounts that a text bounds from both sides in one clause: "at least 16 and up to 30 people". Each
/// with the index of the first of the two mentions.
fn bounded_twice(reading: &Reading) -> impl Iterator<Item = (usize, Amount)> + '_ {
    let amount = |mention: &Mention| match &mention.kind {
        Kind::Quantity(amount) if amount.to.is_none() && amount.other.is_none() => Some(amount.clone()),
        _ => None,
    };
    (0..).zip(reading.mentions.windows(2)).filter_map(move |(index, pair)| {
        let (first, second) = (&pair[0], &pair[1]);
        let (low, high) = (amount(first)?, amount(second)?);
        let from = matches!(low.bounded, Bounded::AtLeast | Bounded::Over);
        let to = matches!(high.bounded, Bounded::AtMost | Bounded::Under);
        let ends = |at: &usize| ends_clause(&reading.tokens, *at);
        let parted: Vec<usize> = (first.tokens.end..second.tokens.start).filter(ends).take(2).collect();
        let together = parted.is_empty() || (parted.len() == 1 && reading.tokens[parted[0]].is(","));
        let plain = first.negated == Negated::No && second.negated == Negated::No;
        // A bound that leaves its number out makes the whole an open range, as "over" does.
        let bounded = match (low.bounded, high.bounded) {
            (Bounded::AtLeast, Bounded::AtMost) => Bounded::Exactly,
            _ => Bounded::Over,
        };
        (from && to && together && plain && low.number < high.number)
            .then(|| (index, Amount { to: Some(high.number), ..Amount::new(low.number, bounded) }))
    })
}

/// The date that a text ties to one of its numbers, where the claim's days surely do not meet it: in
/// "63 people in 1977 and 87 people in 1985" each number has its own year. In doubt there is none.
fn tied_to_another_time<'r>(
    language: &Language,
    reading: &'r Reading,
    index: usize,
    when: &DayRange,
) -> Option<&'r Mention> {
    let is_number = |mention: &Mention| !matches!(mention.kind, Kind::Date(_));
    let date = |at: usize| match reading.mentions.get(at) {
        Some(mention) => match &mention.kind {
            Kind::Date(date) if mention.negated == Negated::No => {
                let plain = !date.ambiguous && !date.bounded && date.number.is_none();
                (plain && !date.date.range().intersects(when)).then_some(mention)
            }
            _ => None,
        },
        None => None,
    };
    let others = &reading.mentions;
    let alternate = others.len() > 2
        && others.len().is_multiple_of(2)
        && others.windows(2).all(|pair| is_number(&pair[0]) != is_number(&pair[1]));
    if alternate {
        return if is_number(&others[0]) { date(index + 1) } else { date(index.checked_sub(1)?) };
    }
    // One number and one date in one clause.
    let parts =
        |at: usize| ends_clause(&reading.tokens, at) || language.is(&reading.tokens, at, Role::And).is_some();
    let behind = others.get(index + 1)?;
    let own = &others[index];
    let together = (own.tokens.end..behind.tokens.start).all(|at| !parts(at));
    (others.len() == 2 && together).then(|| date(index + 1))?
}

/// Whether an amount says what a claim says. Ranges are compared end by end, and after a change the
/// new number holds.
fn states(amount: &Amount, claim: Interval) -> bool {
    if let Some(number) = amount.became {
        let new = interval(number, None, amount.bounded);
        return !is_whole_change(amount, claim) && within(new, claim);
    }
    let told = amount.interval();
    within(told, claim) && (amount.to.is_none() || told == claim || !is_range(claim))
}

/// Whether a range begins or ends at the very number that a claim leaves out: "between 3,000 and
/// 4,000" is over 3,000 for most who read it.
fn at_the_bound(amount: &Amount, claim: Interval) -> bool {
    let Some(high) = amount.to else { return false };
    matches!(claim, (Bound::Excluded(low), Bound::Unbounded) if low == amount.number)
        || matches!(claim, (Bound::Unbounded, Bound::Excluded(most)) if most == high)
}

/// The one number that a claim states.
fn exact(claim: Interval) -> Option<Decimal> {
    match claim {
        (Bound::Included(low), Bound::Included(high)) if low == high => Some(low),
        _ => None,
    }
}

/// Whether a claim takes a change for a range.
fn is_whole_change(amount: &Amount, claim: Interval) -> bool {
    amount.became.is_some() && is_range(claim) && within(amount.interval(), claim)
}

/// Whether a claim has two ends, and not one number that is told roughly.
fn is_range(claim: Interval) -> bool {
    let (Bound::Included(low), Bound::Included(high)) = claim else { return false };
    let middle = low.checked_add(high).and_then(|sum| sum.checked_div(Decimal::TWO)).unwrap_or(low);
    low != high && interval(middle, None, Bounded::About) != claim
}

/// What an amount may mean besides what it says.
fn readings(amount: &Amount) -> impl Iterator<Item = Interval> + '_ {
    let other = amount.other.map(|number| interval(number, amount.to, amount.bounded));
    let ends = [Some(amount.number), amount.to]
        .into_iter()
        .flatten()
        .filter(|_| amount.change || amount.became.is_some());
    other.into_iter().chain(ends.map(|end| interval(end, None, Bounded::Exactly)))
}

/// Whether a claim is about so few that a text may name them.
fn is_few(claim: Interval) -> bool {
    match claim.1 {
        Bound::Included(most) | Bound::Excluded(most) => most <= Decimal::from(FEW),
        Bound::Unbounded => match claim.0 {
            Bound::Included(least) | Bound::Excluded(least) => least < Decimal::from(FEW),
            Bound::Unbounded => true,
        },
    }
}

fn adds_up(amounts: &[&Amount], claim: Interval) -> bool {
    let sum = amounts.iter().try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount.number));
    sum.is_some_and(|sum| within((Bound::Included(sum), Bound::Included(sum)), claim))
}

/// Whether a text states a date: the claim's, or one within it.
///
/// ```
/// use csto_validate::evidence::Language;
/// use csto_validate::evidence::support::{Answer, date};
/// use csto_validate::value::Date;
///
/// let english = Language::of("en").ok_or("no English")?;
/// let quote = "The treaty was signed in Tashkent on 15 May 1992.";
/// assert_eq!(date(quote, english, &Date::parse("1992-05-15")?), Answer::Supported(37..48));
/// assert!(matches!(date(quote, english, &Date::parse("1993")?), Answer::Contradicted { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn date(text: &str, language: &Language, claimed: &Date) -> Answer {
    let reading = Reading::new(text, language);
    let claim = claimed.range();
    let years: Vec<DayRange> = reading
        .mentions
        .iter()
        .filter_map(|mention| match &mention.kind {
            Kind::Date(date) if mention.negated == Negated::No => Some(date.date.range()),
            _ => None,
        })
        .collect();
    let (mut denied, mut doubt, mut coarse, mut differs, mut told_from_today) =
        (None, None, None, None, None);
    for mention in &reading.mentions {
        match &mention.kind {
            Kind::Date(date) => {
                // Spring in the south is autumn in the north; but no text calls one the other.
                let other_season = |date: &Date| {
                    date.season().zip(claimed.season()).is_some_and(|(quoted, claimed)| quoted != claimed)
                };
                // To a span of time only a whole span is compared, end by end: the war of 1853–1856 is
                // not one of 1854–1857, though it ended within it.
                let ends = claimed.ends().zip(date.date.ends());
                let lies_in = |date: Date| match claimed.ends().zip(date.ends()) {
                    Some((own, told)) => inside(&told.0, &own.0) && inside(&told.1, &own.1),
                    None => inside(&date.range(), &claim),
                };
                let fits = |date: &Date| {
                    let of = |hemisphere| lies_in(date.in_hemisphere(hemisphere));
                    !other_season(date) && (of(Hemisphere::North) || of(Hemisphere::South))
                };
                let others = if ends.is_some() { &[][..] } else { &date.others };
                let all = || std::iter::once(&date.date).chain(others);
                if mention.negated == Negated::Yes {
                    if all().any(fits) {
                        denied.get_or_insert(mention);
                    }
                    continue;
                }
                let counts = date.number.is_some() && counts_something(language, &reading, mention);
                if counts && all().any(fits) {
                    doubt.get_or_insert(format!("may count with “{}”", show(text, mention)));
                } else if date.bounded {
                    doubt.get_or_insert(format!("gives only a bound: “{}”", show(text, mention)));
                } else if date.ambiguous && all().any(fits) && !all().all(fits) {
                    doubt.get_or_insert(format!("can be read in two ways: “{}”", show(text, mention)));
                } else if all().any(fits) {
                    if mention.negated == Negated::No {
                        return Answer::Supported(mention.span.clone());
                    }
                    doubt.get_or_insert(format!("has a negation near “{}”", show(text, mention)));
                } else if !other_season(&date.date)
                    && ends.map_or_else(
                        || inside(&claim, &date.date.range()),
                        |(own, told)| inside(&own.0, &told.0) && inside(&own.1, &told.1),
                    )
                {
                    coarse.get_or_insert(mention);
                } else {
                    differs.get_or_insert(mention);
                }
            }
            Kind::DayOfYear { month, day } => {
                let month_and_day =
                    claim.exact_day().map(|day| day.ymd()).map(|(_, month, day)| (month, day));
                let own_year = years.iter().any(|year| inside(&claim, year));
                match month_and_day {
                    // "In 1992 …, on 15 May": the year stands elsewhere.
                    Some(own) if own == (*month, *day) && own_year && mention.negated == Negated::No => {
                        return Answer::Supported(mention.span.clone());
                    }
                    Some(own) if own != (*month, *day) => {
                        differs.get_or_insert(mention);
                    }
                    _ if years.is_empty() || years.iter().any(|year| same_year(year, &claim)) => {
                        doubt.get_or_insert(format!("does not tell the year of “{}”", show(text, mention)));
                    }
                    // The years that stand there are others.
                    _ => {}
                }
            }
            Kind::Relative { .. } => {
                doubt.get_or_insert(format!("tells it from something else: “{}”", show(text, mention)));
            }
            Kind::UnclearDate => {
                told_from_today.get_or_insert(format!("tells no exact date: “{}”", show(text, mention)));
            }
            Kind::Quantity(_) | Kind::UnclearNumber => {}
        }
    }
    if let Some(mention) = denied {
        let reason = format!("denies it: “{}”", around(text, mention));
        return Answer::Contradicted { reason, place: mention.span.clone() };
    }
    let doubt = doubt.or(told_from_today.filter(|_| differs.is_none()));
    let nothing = coarse.is_none() && differs.is_none();
    if nothing && doubt.is_none() && tells_time_in_words(language, &reading) {
        return Answer::CannotCheck("tells a time in words that are no date".into());
    }
    match (doubt, coarse, differs) {
        (Some(doubt), ..) => Answer::CannotCheck(doubt),
        (None, Some(mention), _) => Answer::Rough {
            reason: format!("says only “{}”", show(text, mention)),
            place: mention.span.clone(),
        },
        (None, None, Some(mention)) => Answer::Contradicted {
            reason: format!("says “{}”", show(text, mention)),
            place: mention.span.clone(),
        },
        (None, None, None) if language.complete => Answer::Absent("states no date".into()),
        (None, None, None) => Answer::CannotCheck(format!(
            "may state the date in words of {} that are not known",
            language.name
        )),
    }
}

/// Whether a text speaks of times that are no dates: "the day after", "the nineteenth century",
/// "nineteen ninety-two".
fn tells_time_in_words(language: &Language, reading: &Reading) -> bool {
    let units = (0..reading.tokens.len()).any(|at| {
        let unit = |role| matches!(role, Role::TimeUnit(_)).then_some(());
        language.role(&reading.tokens, at, unit).is_some()
    });
    let number = |mention: &Mention| matches!(mention.kind, Kind::Quantity(_));
    let pairs = reading
        .mentions
        .windows(2)
        .any(|pair| number(&pair[0]) && number(&pair[1]) && pair[0].tokens.end == pair[1].tokens.start);
    units || pairs
}

/// Whether what follows a year can be counted: "2008 troops".
fn counts_something(language: &Language, reading: &Reading, mention: &Mention) -> bool {
    let next = reading.tokens.get(mention.tokens.end).filter(|next| next.is_word());
    next.is_some_and(|next| language.things(&next.key).iter().any(|thing| things::is_behind_years(thing)))
}

/// Whether two ranges of days have a year in common.
fn same_year(one: &DayRange, other: &DayRange) -> bool {
    let year = |day: Option<Day>, none: i64| day.map_or(none, |day| day.ymd().0);
    let years = |range: &DayRange| (year(range.earliest, i64::MIN), year(range.latest, i64::MAX));
    let ((a, b), (c, d)) = (years(one), years(other));
    a <= d && c <= b
}

/// Whether every day of the first lies in the second.
fn inside(inner: &DayRange, outer: &DayRange) -> bool {
    let low = outer.earliest.is_none() || inner.earliest.is_some_and(|day| Some(day) >= outer.earliest);
    let high = match (inner.latest, outer.latest) {
        (_, None) => true,
        (Some(inner), Some(outer)) => inner <= outer,
        (None, Some(_)) => false,
    };
    low && high
}

/// Whether a text states a distance in time: "five years later".
pub fn relative(text: &str, language: &Language, by: &Duration, later: bool) -> Answer {
    let reading = Reading::new(text, language);
    let mut differs = None;
    for mention in &reading.mentions {
        match &mention.kind {
            Kind::Relative { duration: Some(duration), later: side, .. } => {
                if mention.negated != Negated::No {
                    return Answer::CannotCheck(format!("has a negation near “{}”", show(text, mention)));
                }
                if (duration.count(), duration.unit()) == (by.count(), by.unit()) && *side == later {
                    return Answer::Supported(mention.span.clone());
                }
                // A year is twelve months; weeks and months cannot be compared.
                let months = |duration: &Duration| match duration.unit() {
                    Unit::Year => Some(duration.count().saturating_mul(12)),
                    Unit::Month => Some(duration.count()),
                    Unit::Day => None,
                };
                let same_unit = duration.unit() == by.unit();
                if same_unit || months(duration).zip(months(by)).is_some_and(|(own, other)| own != other) {
                    differs.get_or_insert(mention);
                }
            }
            Kind::Quantity(_) | Kind::UnclearNumber => {}
            // A date of its own may be the same, told otherwise.
            _ => return Answer::CannotCheck("tells the time in another way".into()),
        }
    }
    match differs {
        Some(mention) => Answer::Contradicted {
            reason: format!("says “{}”", show(text, mention)),
            place: mention.span.clone(),
        },
        None => Answer::CannotCheck("tells the time in another way".into()),
    }
}

fn show<'a>(text: &'a str, mention: &Mention) -> &'a str {
    text.get(mention.span.clone()).unwrap_or_default()
}

/// A mention with the words behind it.
fn with_thing<'a>(text: &'a str, mention: &Mention) -> &'a str {
    text.get(mention.span.start..mention.after.end.max(mention.span.end)).unwrap_or_default()
}

/// A mention with the words before it.
fn around<'a>(text: &'a str, mention: &Mention) -> &'a str {
    text.get(mention.before.start.min(mention.span.start)..mention.span.end).unwrap_or_default()
}
