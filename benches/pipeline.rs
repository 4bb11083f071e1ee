//! How long each stage takes, on schemas of 100, 1,000 and 10,000 models, and on the 142-model class of real projects;
//! and how long the replay takes of 400 and 4,000 migrations.
//!
//! `cargo bench --bench pipeline` runs all of it; `-- parse` behind it one stage.

#[allow(dead_code)]
mod generated;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use refract::config::{BaseKind, Config};
use refract::lower::Defaults;
use refract::physical::Database;
use refract::plan::Plan;
use refract::render::{Header, RenderOptions, Renderer};
use refract::text::Texts;
use refract::{diff, lower, plan, psl, replay};

const SIZES: [usize; 4] = [100, 142, 1_000, 10_000];

fn texts(text: &str) -> Texts {
    let mut texts = Texts::default();
    texts.add("schema.prisma", text);
    texts
}

fn defaults() -> Defaults {
    let config = Config::without_file(None, "migrations".to_owned(), BaseKind::Git);
    Defaults { schema: config.default_schema, vector: config.vector, json: config.json_index }
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
    each(criterion, "diff of every id", |bencher, models| {
        let text = generated::schema(models);
        let (before, after) = (database(&text), database(&generated::with_text_ids(&text)));
        bencher.iter_with_large_drop(|| diff::diff(&before, &after));
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
            is_prismas: true,
            part: None,
            notes: vec![],
        };
        let care = RenderOptions { verify: true, lock_timeout: text("5s") };
        bencher.iter(|| Renderer::new().and_then(|renderer| renderer.migration(&plan, &header, &care)));
    });
}

/// A history of so many files: each makes a type, a table that refers to the one before, and edits that one.
fn history(files: usize) -> Texts {
    let mut texts = Texts::default();
    for number in 0..files {
        let before = number.saturating_sub(1);
        let sql = format!(
            "-- CreateEnum\nCREATE TYPE \"State{number}\" AS ENUM ('NEW', 'OPEN', 'DONE');\n\n\
             -- CreateTable\nCREATE TABLE \"Note{number}\" (\n    \"id\" SERIAL NOT NULL,\n    \"title\" TEXT NOT NULL DEFAULT 'none',\n    \
             \"state\" \"State{number}\" NOT NULL DEFAULT 'NEW',\n    \"price\" DECIMAL(10,2),\n    \"meta\" JSONB,\n    \
             \"created_at\" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\n    \"parentId\" INTEGER,\n\n    \
             CONSTRAINT \"Note{number}_pkey\" PRIMARY KEY (\"id\")\n);\n\n\
             CREATE UNIQUE INDEX \"Note{number}_title_key\" ON \"Note{number}\"(\"title\");\n\
             CREATE INDEX \"Note{number}_state_idx\" ON \"Note{number}\"(\"state\", \"created_at\" DESC);\n\
             ALTER TABLE \"Note{number}\" ADD CONSTRAINT \"Note{number}_parentId_fkey\" FOREIGN KEY (\"parentId\") \
             REFERENCES \"Note{before}\"(\"id\") ON DELETE SET NULL ON UPDATE CASCADE;\n\
             ALTER TABLE \"Note{before}\" ADD COLUMN IF NOT EXISTS \"more\" TEXT, ALTER COLUMN \"price\" SET DATA TYPE DECIMAL(12,2);\n\
             UPDATE \"Note{before}\" SET \"more\" = 'x' WHERE \"more\" IS NULL;\n"
        );
        texts.add(format!("{number:014}_note/migration.sql"), sql);
    }
    texts
}

fn replays(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replay");
    group.sample_size(10);
    for files in [400, 4_000] {
        let texts = history(files);
        group.throughput(Throughput::Elements(files as u64));
        group.bench_function(BenchmarkId::from_parameter(files), |bencher| {
            bencher.iter_with_large_drop(|| replay::replay(Database::default(), &texts));
        });
    }
    group.finish();
}

criterion_group!(benches, stages, replays);
criterion_main!(benches);
