//! How long each stage takes, on schemas of 100, 1,000 and 10,000 models, and on the 142-model class of real projects.
//!
//! `cargo bench` runs all of it; `cargo bench -- parse` one stage.

#[allow(dead_code)]
mod generated;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use refract::config::{Base, Config};
use refract::lower::IndexDefaults;
use refract::physical::Database;
use refract::plan::Plan;
use refract::render::{Care, Header, Renderer};
use refract::text::Texts;
use refract::{diff, lower, plan, psl};

const SIZES: [usize; 4] = [100, 142, 1_000, 10_000];

fn texts(text: &str) -> Texts {
    let mut texts = Texts::default();
    texts.add("schema.prisma", text);
    texts
}

fn defaults() -> IndexDefaults {
    let config = Config::without_file(None, "migrations".to_owned(), Base::Git);
    IndexDefaults { vector: config.vector, json: config.json_index }
}

fn database(text: &str) -> Database {
    lower::lower(&psl::read(&texts(text)).0, &defaults()).0
}

/// The schema after a day's work: one model more, and a field in one of twenty.
fn edited(models: usize) -> String {
    let text = generated::schema(models + 1);
    let mut count = 0;
    text.split_inclusive('\n')
        .map(|line| {
            count += usize::from(line.starts_with("model "));
            let is_chosen = line.starts_with("model ") && count % 20 == 0;
            if is_chosen { format!("{line}  addedLater String?\n") } else { line.to_owned() }
        })
        .collect()
}

fn whole(database: &Database) -> Plan {
    plan::plan(diff::diff(&Database::default(), database))
}

fn each(criterion: &mut Criterion, stage: &str, mut measure: impl FnMut(&mut criterion::Bencher<'_>, usize)) {
    let mut group = criterion.benchmark_group(stage);
    group.sample_size(10);
    for models in SIZES {
        group.throughput(Throughput::Elements(models as u64));
        group.bench_function(BenchmarkId::from_parameter(models), |bencher| measure(bencher, models));
    }
    group.finish();
}

fn stages(criterion: &mut Criterion) {
    each(criterion, "parse", |bencher, models| {
        let texts = texts(&generated::schema(models));
        bencher.iter(|| psl::parse(&texts));
    });
    each(criterion, "resolve", |bencher, models| {
        let texts = texts(&generated::schema(models));
        let (document, _) = psl::parse(&texts);
        bencher.iter(|| psl::resolve(&document));
    });
    each(criterion, "lower", |bencher, models| {
        let (schema, _) = psl::read(&texts(&generated::schema(models)));
        let defaults = defaults();
        bencher.iter(|| lower::lower(&schema, &defaults));
    });
    each(criterion, "diff", |bencher, models| {
        let (before, after) = (database(&generated::schema(models)), database(&edited(models)));
        bencher.iter(|| diff::diff(&before, &after));
    });
    each(criterion, "plan", |bencher, models| {
        let changes = diff::diff(&Database::default(), &database(&generated::schema(models)));
        bencher.iter_with_large_drop(|| plan::plan(changes.clone()));
    });
    each(criterion, "render", |bencher, models| {
        let plan = whole(&database(&generated::schema(models)));
        let text = |text: &str| text.to_owned();
        let header = Header {
            name: text("all"),
            target: text("main"),
            date: text("2026-01-28"),
            file: text("migration.sql"),
            notes: vec![],
        };
        let care = Care { verify: true, lock_timeout: text("5s") };
        bencher.iter(|| Renderer::new().and_then(|renderer| renderer.migration(&plan, &header, &care)));
    });
}

criterion_group!(benches, stages);
criterion_main!(benches);
