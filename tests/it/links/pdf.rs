//! PDFs that servers send: read, and never the end of a run.

use super::quotes::{QUOTE, came, online, quoting};
use super::server::{Server, send};
use crate::support::run_in;

/// A PDF of these objects, numbered from 1; the first is its catalog.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = file.len();
    let size = objects.len() + 1;
    file.push_str(&format!("xref\n0 {size}\n0000000000 65535 f \n"));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}

fn stream(dictionary: &str, content: &str) -> String {
    format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF with one page, which shows this content with these resources; one more object.
fn page(resources: &str, content: &str, object: &str) -> Vec<u8> {
    pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        &format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << {resources} >> >>"
        ),
        &stream("", content),
        object,
    ])
}

/// What comes of a quote whose source is this PDF: the rules that fire, the verdict, its reason.
fn judged(pdf: Vec<u8>) -> (Vec<String>, String, String) {
    let server = Server::new(2, move |_, s| send(s, "200 OK", &["Content-Type: application/pdf"], &pdf));
    let ran = online(&quoting(&server.url("/report"), None), &[]);
    let (rules, verdict) = came(&ran);
    let reason = ran.json()["evidence"][0]["reason"].as_str().unwrap_or_default().to_owned();
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
    (rules, verdict, reason)
}

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

#[test]
fn the_text_of_a_pdf_is_read() {
    let show = |text: &str| {
        page("/Font << /F1 5 0 R >>", &format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET"), HELVETICA)
    };
    assert_eq!(judged(show(QUOTE)), (vec![], "supported".into(), String::new()));
    let (rules, verdict, _) = judged(show("Nobody knows how many came to see the drills on that Sunday."));
    assert_eq!((rules, verdict), (vec!["quote-not-found".to_owned()], "absent".into()));
}

#[test]
fn a_pdf_that_knocks_its_parser_over_is_not_the_end() {
    // A drawing that draws itself: the parser follows it until its stack is used up.
    let drawing = "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 5 0 R >> >>";
    let endless = page("/XObject << /X 5 0 R >>", "/X Do", &stream(drawing, "/X Do"));
    let (rules, _, reason) = judged(endless);
    assert_eq!(rules, Vec::<String>::new());
    assert_eq!(
        reason,
        "not compared with the source: the source could not be read: the PDF parser gave up on it"
    );
    // Without a text there is nothing to compare.
    assert_eq!(judged(page("", "", "null")).0, Vec::<String>::new());
}

#[test]
fn the_process_that_reads_pdfs_is_no_command_for_people() {
    let help = run_in(std::path::Path::new("."), &["--help"]).stdout;
    assert!(!help.contains("read-pdf"), "{help}");
    assert!(!run_in(std::path::Path::new("."), &["man"]).stdout.contains("read-pdf"));
    // Started by hand without a PDF it ends, too.
    assert_eq!(run_in(std::path::Path::new("."), &["read-pdf"]).status, 14);
}
