//! Pages as servers send them.

use super::content::Content;
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
fn hostile_pages_are_read_in_linear_time() {
    // Each would cost minutes to hours where a tree is built of it or attributes are compared in pairs.
    let attributes: String = (0..60_000).map(|at| format!(" a{at}=\"{}\"", "x".repeat(30))).collect();
    let formats: String = (0..3000).map(|at| format!("<b a={at}>")).collect();
    for (page, said) in [
        (format!("{}deep", "<div>".repeat(1 << 19)), "deep"),
        (format!("{formats}{}flat", "<p>".repeat(1 << 19)), "flat"),
        (format!("<p{attributes}>said<p{attributes} a=b>"), "said"),
        (format!("<p {}>same", "a=b ".repeat(1 << 19)), "same"),
        (format!("</{}>shut", "p></".repeat(1 << 19)), "shut"),
        (format!("<sup>{}raised", "1<b>".repeat(1 << 19)), "raised"),
        (format!("<svg>{}drawn", "<svg><style/>".repeat(1 << 17)), "drawn"),
        (format!("{}open", "&amp".repeat(1 << 19)), "open"),
        (format!("{}said", "<!-".repeat(1 << 19)), ""),
    ] {
        assert!(page.len() >= 1 << 20, "{said}: {}", page.len());
        let begun = std::time::Instant::now();
        let read = text(page.as_bytes(), Some("text/html"));
        assert!(read.map_or(String::new(), |read| read.text).contains(said), "{said}");
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{said}: {:?}", begun.elapsed());
    }
}

/// What links make of a page and what evidence does, by one reader.
fn is_missing(bytes: &[u8], content_type: Option<&str>) -> (bool, bool) {
    let url: url::Url = "https://example.org/a/b".parse().unwrap();
    let Content::Page(file) = Content::of(bytes, content_type) else { panic!("no page") };
    let by_links = Kind::of_answer(&url, &url, &glance::glance(&file).0);
    let by_evidence = text(bytes, content_type).map_or_else(Some, |read| read.reservation);
    (matches!(by_links, Kind::Missing { .. }), by_evidence == Some(CannotCheck::Missing))
}

#[test]
fn links_and_evidence_read_one_page_whatever_its_encoding() {
    use encoding_rs::{
        BIG5, GBK, ISO_8859_2, KOI8_R, SHIFT_JIS, UTF_8, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254,
    };
    let pages = [
        ("Страница не найдена", "Страница, которую вы ищете, удалена.", &[UTF_8, WINDOWS_1251, KOI8_R][..]),
        ("Сторінку не знайдено", "Такої сторінки не існує.", &[UTF_8, WINDOWS_1251]),
        ("Página no encontrada", "La página que busca no existe.", &[UTF_8, WINDOWS_1252]),
        ("Sayfa bulunamadı", "Aradığınız sayfa bulunamadı.", &[UTF_8, WINDOWS_1254]),
        ("Nie znaleziono strony", "Strona, której szukasz, nie istnieje.", &[UTF_8, ISO_8859_2]),
        ("找不到页面", "您访问的页面不存在。", &[UTF_8, GBK]),
        ("找不到頁面", "找不到頁面，請檢查網址。", &[UTF_8, BIG5]),
        ("ページが見つかりません", "お探しのページは見つかりませんでした。", &[UTF_8, SHIFT_JIS]),
        ("Էջը չի գտնվել", "Էջը չի գտնվել։", &[UTF_8]),
    ];
    for (title, said, encodings) in pages {
        for encoding in encodings {
            let name = encoding.name();
            let page = |meta: &str| {
                let html =
                    format!("<html><head>{meta}<title>{title}</title></head><body><p>{said}</p></body>");
                let (bytes, _, lost) = encoding.encode(&html);
                assert!(!lost, "{title} in {name}");
                bytes.into_owned()
            };
            let named = format!("text/html; charset={name}");
            let http = format!("<meta http-equiv='Content-Type' content='text/html; charset={name}'>");
            for (bytes, content_type) in [
                (page(""), Some("text/html")),
                (page(""), None),
                (page(""), Some(&*named)),
                (page(&format!("<meta charset=\"{name}\">")), Some("text/html")),
                (page(&http), Some("text/html")),
                (page(&http), None),
            ] {
                assert_eq!(
                    is_missing(&bytes, content_type),
                    (true, true),
                    "{title} in {name}: {content_type:?}"
                );
            }
        }
        let html = format!("<html><title>{title}</title><p>{said}");
        for (mark, little) in [([0xff, 0xfe], true), ([0xfe, 0xff], false)] {
            let units = html.encode_utf16();
            let units = units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
            let bytes: Vec<u8> = mark.into_iter().chain(units).collect();
            assert_eq!(is_missing(&bytes, Some("text/html; charset=windows-1251")), (true, true), "{title}");
        }
        let marked = [b"\xef\xbb\xbf", html.as_bytes()].concat();
        assert_eq!(is_missing(&marked, Some("text/html; charset=koi8-r")), (true, true), "{title}");
    }
}

#[test]
fn a_page_that_is_cut_off_is_read_as_far_as_it_goes() {
    let page = "<html><title>Страница не найдена</title><p>Вернитесь на главную.".as_bytes();
    for end in 45..page.len() {
        let (by_links, by_evidence) = is_missing(&page[..end], Some("text/html"));
        assert_eq!(by_links, by_evidence, "{end}");
        let Content::Page(file) = Content::of(&page[..end], None) else { panic!("{end}") };
        assert!(
            "<html><title>Страница не найдена</title><p>Вернитесь на главную.".starts_with(&file),
            "{file}"
        );
    }
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
