//! Reading texts: what they mention, whether they support a value, whether they hold a quote.
//!
//! `cargo bench --bench evidence`. The texts are sentences of the project's own, repeated.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use csto_validate::evidence::counted::Counted;
use csto_validate::evidence::{Language, mentions, passage, source, support};
use csto_validate::value::Quantity;

const TEXTS: [(&str, &str); 3] = [
    (
        "en",
        "The treaty was signed on 15 May 1992 by six states, and three more joined the following year. The \
         exercise involved more than 10,000 troops, 70 combat aircraft and up to a hundred tanks. ",
    ),
    (
        "id",
        "Perjanjian ini ditandatangani pada 15 Mei 1992 oleh enam negara, dan tiga lainnya menyusul tahun \
         berikutnya. Latihan itu melibatkan lebih dari 10.000 tentara dan 70 pesawat tempur. ",
    ),
    (
        "ru",
        "Договор подписали 15 мая 1992 года шесть государств, ещё три присоединились в следующем году. В учениях \
         участвовали свыше 10 тысяч военнослужащих и 70 боевых самолётов. ",
    ),
];

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("mentions in a text of 200 kB, and of 800 kB");
    group.sample_size(20);
    for (tag, sentence) in TEXTS {
        let language = Language::of(tag).expect("the language is known");
        for size in [200_000, 800_000] {
            let text = sentence.repeat(size / sentence.len());
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(format!("{tag} {size}"), |bencher| {
                bencher.iter(|| mentions(&text, language));
            });
        }
    }
    group.finish();
    let language = Language::of("en").expect("English is known");
    let claimed = Quantity::parse(">10000").expect("a quantity");
    criterion.bench_function("a quote against a value", |bencher| {
        bencher.iter(|| {
            let counted = Counted::new(language, Some("people"), [(None, "number of troops")]);
            support::quantity(TEXTS[0].1, language, &claimed, &counted, None)
        });
    });
}

fn searching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a quote in a text of 1 MB");
    group.sample_size(20);
    let page = TEXTS[0].1.repeat(1_000_000 / TEXTS[0].1.len());
    let end = "It came into force on 20 April 1994.";
    let text = format!("{page}{end}");
    let language = Language::of("en");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("at its end", |bencher| bencher.iter(|| passage::find(&text, end, language)));
    let other = "up to a hundred tanks. It came into force on 21 April 1994.";
    group.bench_function("with another digit", |bencher| {
        bencher.iter(|| passage::find(&text, other, language));
    });
    let html = format!("<p>{}</p>", text.replace(". ", ".</p><p>"));
    group.bench_function("in a page", |bencher| {
        bencher.iter(|| source::holds(html.as_bytes(), Some("text/html"), end, Some("en")));
    });
    group.finish();
}

criterion_group!(benches, reading, searching);
criterion_main!(benches);
