//! Addresses of sources and of their archived copies: read, normalised, taken apart.

use crate::message::{Message, message, ours};
use url::{Host, Url};

/// The address that a source gives, where it is one that a reader can follow.
///
/// # Errors
///
/// What is wrong with it, in an editor's words.
pub(crate) fn parse(text: &str) -> Result<Url, Message> {
    let url = Url::parse(text.trim()).map_err(|error| match error {
        url::ParseError::RelativeUrlWithoutBase => {
            Message::from("it does not start with https:// or http://")
        }
        other => ours(other.to_string()).into(),
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(message!("its scheme is `{}`, and only http and https are followed", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or password".into());
    }
    match url.host() {
        Some(Host::Domain(host)) if host.trim_end_matches('.').is_empty() => Err("it has no host".into()),
        Some(_) => Ok(url),
        None => Err("it has no host".into()),
    }
}

/// An address without what does not change the page: scheme, port of the scheme, fragment, slash
/// at the end.
pub(crate) fn normal(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_lowercase();
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    let path = unescape(url.path());
    let query = url.query().map_or_else(String::new, |query| format!("?{}", unescape(query)));
    format!("{host}{port}{}{query}", path.trim_end_matches('/'))
}

/// An address as archives file it: `www.` before the host makes no other page for them.
pub(crate) fn kept_as(url: &Url) -> String {
    let normal = normal(url);
    normal.strip_prefix("www.").map(str::to_owned).unwrap_or(normal)
}

/// Escapes of letters, digits and `-._~` say the same as the character (RFC 3986, 6.2.2.2).
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let byte = escape.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                out.push(char::from(byte));
                rest = &escape[3..];
            }
            Some(_) => {
                out.push_str(&escape[..3].to_uppercase());
                rest = &escape[3..];
            }
            None => {
                out.push('%');
                rest = &escape[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// An archived copy.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Archived {
    /// `YYYYMMDDhhmmss` or its beginning, where the address holds one.
    pub(crate) timestamp: Option<String>,
    /// The page that was archived, where the address holds it.
    pub(crate) original: Option<String>,
}

/// The hosts of archive.today.
const ARCHIVE_TODAY: [&str; 7] =
    ["archive.today", "archive.ph", "archive.is", "archive.li", "archive.md", "archive.fo", "archive.vn"];

/// Whether an address lies in archive.today, which altered copies.
pub(crate) fn is_archive_today(url: &Url) -> bool {
    url.host_str().is_some_and(|host| ARCHIVE_TODAY.contains(&host.trim_start_matches("www.")))
}

/// Takes the address of an archived copy apart; `None` where it is no archive that is known.
pub(crate) fn archived(url: &Url) -> Option<Archived> {
    let host = url.host_str()?.trim_start_matches("www.");
    let whole = url.as_str();
    let tail = &whole[whole.find(url.path()).unwrap_or(whole.len())..];
    let tail = tail.strip_prefix('/')?;
    let path = match host {
        "web.archive.org" | "wayback.archive.org" => tail.strip_prefix("web/")?,
        _ if is_archive_today(url) => tail,
        _ => return None,
    };
    let Some((stamp, original)) = path.split_once('/') else {
        // A short address says nothing of the page.
        return Some(Archived { timestamp: None, original: None });
    };
    let digits = stamp.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_').replace(['.', '-'], "");
    let original = if original.contains("://") || original.is_empty() {
        original.to_owned()
    } else {
        format!(
            "http://{}",
            original.replacen(":/", "://", 1).trim_start_matches("http://").trim_start_matches("https://")
        )
    };
    Some(Archived { timestamp: Some(digits), original: (!original.is_empty()).then_some(original) })
}

/// Whether a text is a moment as archives write it: year to second, or the beginning of that.
pub(crate) fn is_timestamp(text: &str) -> bool {
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u8>().ok());
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(4..=14).contains(&text.len()) || text.len() % 2 == 1 {
        return false;
    }
    let year = text.get(..4).and_then(|year| year.parse::<i64>().ok()).unwrap_or_default();
    // The web began in 1991; a timestamp before is none.
    year >= 1991
        && part(4..6).is_none_or(|month| (1..=12).contains(&month))
        && part(6..8).is_none_or(|day| {
            part(4..6)
                .is_some_and(|month| (1..=crate::value::calendar::days_in_month(year, month)).contains(&day))
        })
        && part(8..10).is_none_or(|hour| hour < 24)
        && part(10..12).is_none_or(|minute| minute < 60)
        && part(12..14).is_none_or(|second| second < 61)
}

/// A DOI without the address or prefix before it; `None` where it is none.
pub(crate) fn doi(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let bare = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
        .iter()
        .find_map(|prefix| lower.strip_prefix(prefix))
        .unwrap_or(&lower)
        .trim();
    let (registrant, suffix) = bare.strip_prefix("10.")?.split_once('/')?;
    let numbers =
        registrant.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let registrant_fits =
        numbers && (4..=9).contains(&registrant.split('.').next().unwrap_or_default().len());
    (registrant_fits && !suffix.is_empty() && !suffix.contains(char::is_whitespace)).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        normal(&parse(text).unwrap())
    }

    #[test]
    fn the_same_page_in_other_words() {
        assert_eq!(key("https://Example.org/a/"), key("http://example.org:80/a#part"));
        assert_eq!(key("https://example.org/%7euser"), key("https://example.org/~user"));
        assert_eq!(key("https://example.org/a/../b"), key("https://example.org/b"));
        assert_ne!(key("https://example.org/a?b=1"), key("https://example.org/a?b=2"));
        assert_ne!(key("https://example.org/%2f"), key("https://example.org/"));
        assert_eq!(key("https://example.org/%zz%"), "example.org/%zz%");
    }

    #[test]
    fn what_no_reader_can_follow() {
        for text in [
            "",
            "example.org",
            "ftp://example.org/",
            "https://",
            "https://user:word@example.org/",
            "https://user@example.org/",
            "https://:word@example.org/",
            "https://./",
            "javascript:1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse("https://en.wikipedia.org/wiki/Организация").is_ok());
    }

    #[test]
    fn archives_say_what_they_keep_and_when() {
        let wayback = archived(
            &parse("https://web.archive.org/web/20150225000000if_/https://example.org/a?b").unwrap(),
        );
        let expected = Archived {
            timestamp: Some("20150225000000".into()),
            original: Some("https://example.org/a?b".into()),
        };
        assert_eq!(wayback, Some(expected));
        assert_eq!(archived(&parse("https://example.org/web/2015/").unwrap()), None);
        let short = archived(&parse("https://archive.ph/AbCdE").unwrap());
        assert_eq!(short, Some(Archived { timestamp: None, original: None }));
        assert!(is_timestamp("20150225000000") && is_timestamp("2015") && is_timestamp("201502"));
        assert!(is_timestamp("1991") && is_timestamp("20150225235960"));
        for text in [
            "",
            "2015022500000",
            "20151325000000",
            "20150230000000",
            "20150225240000",
            "20150225236000",
            "20150225235961",
            "199",
            "20150225x",
            "2015ab",
            "1990",
            "19901231",
        ] {
            assert!(!is_timestamp(text), "{text}");
        }
    }

    #[test]
    fn dois_in_all_their_clothes() {
        for text in ["10.1000/182", "doi:10.1000/182", "https://doi.org/10.1000/182", "10.1000.10/ABC"] {
            assert!(doi(text).is_some(), "{text}");
        }
        for text in [
            "",
            "10.1000",
            "11.1000/182",
            "10.x/1",
            "10.10x0/1",
            "10.1000./1",
            "10.100/1",
            "10.1000/",
            "10.1000/a b",
        ] {
            assert!(doi(text).is_none(), "{text}");
        }
    }
}
