//! The parts that every command is made of, each on one client file of a fair size.
//!
//!     cargo bench --features bench --bench parts
#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "a benchmark that has nothing to measure may stop")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use onboard::bench::Bench;

fn parts(criterion: &mut Criterion) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/clients/tourbieres.yaml");
    let bytes = std::fs::read(path).expect("an example");
    let bench = Bench::new().expect("the embedded process");
    let file = bench.read(&bytes).expect("a client file");
    let mut group = criterion.benchmark_group("client file");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("read", |it| it.iter(|| bench.read(&bytes)));
    group.bench_function("shape", |it| it.iter(|| bench.shape(&file)));
    group.bench_function("rules", |it| it.iter(|| bench.rules(&file)));
    group.bench_function("edit", |it| {
        let read = || bench.read(&bytes).expect("a client file");
        it.iter_batched(read, |file| bench.edit(&file, "status", "on_hold"), BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group!(benches, parts);
criterion_main!(benches);
