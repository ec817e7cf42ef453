//! Loading and checking a hundred thousand claims, beside a bare parse of the same bytes by one
//! thread: the least that anything which reads TOML with places has to do.
//!
//! `cargo bench --bench check`; with `GENERATE=DIR` the dataset is written there instead, for
//! measuring the whole binary: `GENERATE=/tmp/big CLAIMS=1000000 cargo bench --bench check`.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

mod generate;

use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group};
use csto_validate::dataset::load::{RawFile, from_files};
use csto_validate::run::{Overrides, Run};

const CLAIMS: usize = 100_000;

fn raw(files: &[(String, String)]) -> Vec<RawFile> {
    files
        .iter()
        .map(|(path, text)| RawFile { path: path.clone(), content: Ok(text.clone().into_bytes()) })
        .collect()
}

fn checking(criterion: &mut Criterion) {
    let files = generate::dataset(CLAIMS);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let mut group = criterion.benchmark_group("a hundred thousand claims");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("bare parse, one thread", |bencher| {
        bencher.iter(|| {
            for (_, text) in &files {
                assert!(toml::de::DeTable::parse(text).is_ok());
            }
        });
    });
    group.bench_function("load", |bencher| {
        bencher.iter_batched(
            || raw(&files),
            |raw| from_files(PathBuf::new(), raw).map(|loaded| loaded.dataset.claims.len()),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("load and check", |bencher| {
        bencher.iter_batched(
            || raw(&files),
            |raw| {
                let loaded = from_files(PathBuf::new(), raw).unwrap_or_else(|error| panic!("{error}"));
                let run = Run::new(loaded, &Overrides::default());
                assert!(run.findings.is_empty());
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn write(folder: &Path, claims: usize) -> std::io::Result<()> {
    for (path, text) in generate::dataset(claims) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    Ok(())
}

criterion_group!(benches, checking);

fn main() -> std::io::Result<()> {
    if let Some(folder) = std::env::var_os("GENERATE") {
        let claims = std::env::var("CLAIMS").ok().and_then(|claims| claims.parse().ok()).unwrap_or(CLAIMS);
        return write(Path::new(&folder), claims);
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
    Ok(())
}
