//! Pages as servers send them.

use super::*;

fn page(html: &str) -> Text {
    text(html.as_bytes(), Some("text/html; charset=utf-8")).unwrap()
}

#[test]
fn blocks_separate_words_and_nothing_else_does() {
    let text = page(
        "<!doctype html><title>Drills</title><nav><ul><li>Home<li>World</ul></nav>\
         <p>4,<b>000</b> tr<i>oo</i>ps<br>took&nbsp;part<table><tr><td>Year<td>2008</table>\
         <script>var a = '5,000 troops'</script><style>p { color: red }</style>\
         <details><summary>More</summary>hidden</details><div style='display:none'>also</div>\
         <noscript><p>without <em>scripts</em></p></noscript>\
         <img alt='A tank of 2008' src=x><abbr title='Collective Security'>CSTO</abbr> met<sup>1</sup> 10<sup>3</sup>",
    );
    assert_eq!(
        text.text,
        "Drills\nHome\nWorld\n4,000 troops\ntook\u{a0}part\nYear\t2008\nMore\nhidden\nalso\nwithout scripts\n\
         CSTO met¹ 10³\nA tank of 2008\nCollective Security\n"
    );
}

#[test]
fn old_encodings_are_read() {
    let russian = "В учениях приняли участие четыре тысячи военнослужащих из семи государств. ".repeat(8);
    let (koi8, ..) = encoding_rs::KOI8_R.encode(&russian);
    let (cp1251, ..) = encoding_rs::WINDOWS_1251.encode(&russian);
    for (bytes, content_type) in [
        (&cp1251[..], Some("text/plain; charset=windows-1251")),
        (&koi8[..], Some("text/plain; charset=\"KOI8-R\"")),
        (&cp1251[..], Some("text/plain")),
        (&koi8[..], Some("text/plain")),
        // What the server says is wrong.
        (russian.as_bytes(), Some("text/plain; charset=ascii-or-so")),
        (&cp1251[..], Some("text/plain; charset=utf-8")),
    ] {
        assert_eq!(text(bytes, content_type).unwrap().text, russian, "{content_type:?}");
    }
    let html =
        format!("<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'><p>{russian}");
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&html);
    assert!(text(&bytes, Some("text/html")).unwrap().text.contains(russian.trim()));
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(russian.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(text(&utf16, None).unwrap().text, russian);
}

#[test]
fn what_shows_only_a_part_is_told() {
    let long = "<p>Some words of an article that is long enough to be one.".repeat(20);
    assert_eq!(page(&long).reservation, None);
    for sign in [
        "<script type='application/ld+json'>{\"isAccessibleForFree\": \"False\"}</script>",
        "<div class='article-paywall'></div>",
        "<meta property='article:content_tier' content='locked'>",
        "<p>Already a subscriber? Log in",
    ] {
        assert_eq!(page(&format!("{long}{sign}")).reservation, Some(CannotCheck::Paywall), "{sign}");
    }
    assert_eq!(page("<p>Scan<img src=1.png>").reservation, Some(CannotCheck::ImagesOnly));
    assert_eq!(
        page("<div id=app></div><p>.</p><script src=app.js></script>").reservation,
        Some(CannotCheck::NeedsScript)
    );
}

#[test]
fn what_is_no_text_is_told() {
    assert_eq!(text(b" \n", None), Err(CannotCheck::Empty));
    assert_eq!(text(b"\x89PNG\r\n", None), Err(CannotCheck::ImagesOnly));
    assert_eq!(text(b"x", Some("image/jpeg")), Err(CannotCheck::ImagesOnly));
    assert_eq!(text(b"PK", Some("application/zip")), Err(CannotCheck::NotText("application/zip".into())));
    assert_eq!(text(b"a\0b", None), Err(CannotCheck::NotText(String::new())));
    assert_eq!(text(b"<p></p>", Some("text/html")), Err(CannotCheck::Empty));
}

#[test]
fn hostile_pages_are_refused_at_once() {
    let deep = "<div>".repeat(1 << 20);
    assert!(matches!(text(deep.as_bytes(), Some("text/html")), Err(CannotCheck::Broken(_))));
    let formats: String = (0..3000).map(|at| format!("<b a={at}>")).collect();
    let copies = format!("{formats}{}", "<p>".repeat(1 << 20));
    assert!(matches!(text(copies.as_bytes(), Some("text/html")), Err(CannotCheck::Broken(_))));
    // An honest page of the same size.
    let rows = format!("<table>{}</table>", "<tr><td>1992<td><a href=x>Tashkent</a></tr>".repeat(20_000));
    assert!(text(rows.as_bytes(), Some("text/html")).is_ok());
}

/// A PDF of one page with one line, written by hand.
fn pdf(line: &str) -> Vec<u8> {
    let stream = format!("BT /F1 12 Tf 72 720 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = out.len();
    out.push_str("xref\n0 6\n0000000000 65535 f \n");
    places.iter().for_each(|place| out.push_str(&format!("{place:010} 00000 n \n")));
    out.push_str(&format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    out.into_bytes()
}

#[test]
fn pdfs_are_read() {
    let read = text(&pdf("More than 10,000 troops took part."), Some("application/pdf")).unwrap();
    assert_eq!(read.text.trim(), "More than 10,000 troops took part.");
    assert_eq!(text(&pdf(""), None), Err(CannotCheck::ImagesOnly));
    // Cut off anywhere, it is no crash.
    let whole = pdf("More than 10,000 troops took part.");
    for length in (0..whole.len()).step_by(61) {
        let _ = text(&whole[..length], Some("application/pdf"));
    }
}
