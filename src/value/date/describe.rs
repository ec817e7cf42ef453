//! Dates in words.

use super::{Calendar, Date, Form, Point, Precision, Qualifier, Side};
use crate::value::calendar::Day;
use crate::value::range::{month_name, year_name};

pub(super) fn date(form: &Form) -> String {
    match form {
        Form::Point(value) => point(value),
        Form::Interval(Side::At(start), Side::At(end)) => {
            format!("between {} and {}", point(start), point(end))
        }
        Form::Interval(Side::At(start), _) => format!("{} or later", point(start)),
        Form::Interval(_, Side::At(end)) => format!("{} or earlier", point(end)),
        // Parsing refuses intervals without any date.
        Form::Interval(..) => "any time".into(),
    }
}

/// With the preposition that a sentence needs: "in 2008", "on 15 May 1992".
pub(super) fn at(form: &Form, is_exact_day: bool) -> String {
    let words = date(form);
    match form {
        Form::Interval(Side::At(_), Side::At(_)) => words,
        Form::Point(point) if is_exact_day || is_some_day(point) => format!("on {words}"),
        _ => format!("in {words}"),
    }
}

/// Whether the words begin with "some day".
fn is_some_day(point: &Point) -> bool {
    matches!(point.precision, Precision::Year { masked: 2.. } | Precision::Month { masked: true, .. })
        && matches!(point.qualifier, Qualifier::None | Qualifier::Uncertain)
}

fn point(point: &Point) -> String {
    let year = year_name(point.year);
    let bare = match point.precision {
        Precision::Century => format!("{year} to {}", year_name(point.year + 99)),
        Precision::Decade if point.year > 0 => format!("the {year}s"),
        Precision::Decade => format!("{year} to {}", year_name(point.year + 9)),
        Precision::Year { masked: 0 } => year,
        Precision::Year { masked: 1 } => format!("some month of {year}"),
        Precision::Year { .. } => format!("some day of {year}"),
        Precision::Season(season, _) => {
            let name = match season {
                21 => "spring",
                22 => "summer",
                23 => "autumn",
                _ => "winter",
            };
            format!("{name} {year}")
        }
        Precision::Month { month, masked: false } => format!("{} {year}", month_name(month)),
        Precision::Month { month, masked: true } => format!("some day of {} {year}", month_name(month)),
        Precision::Day { month, day } => format!("{day} {} {year}", month_name(month)),
    };
    let bare = match (point.calendar, point.precision) {
        (Calendar::Gregorian, _) => bare,
        // Readers look for either day.
        (Calendar::Julian, Precision::Day { month, day }) => {
            let new_style = Date::from_day(Day::of_julian(point.year, month, day));
            format!("{bare} Old Style ({})", date(&new_style.0))
        }
        (Calendar::Julian, _) => format!("{bare} Old Style"),
    };
    match point.qualifier {
        Qualifier::None => bare,
        Qualifier::Uncertain => format!("{bare} (uncertain)"),
        Qualifier::About => format!("about {bare}"),
        Qualifier::Both => format!("about {bare} (uncertain)"),
    }
}
