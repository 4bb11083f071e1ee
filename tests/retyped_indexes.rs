//! A column gets another type, and its index becomes another one at the same time: every form of index on every type,
//! into every other.

use refract::config::{self, Config};

use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, migration, state};
use crate::support::script::Way;

/// The type of a column, and the index over it: nothing for none.
const FORMS: &[(&str, &str)] = &[
    ("Json", ""),
    ("Json", "[a], type: Gin"),
    ("Json", "[a(ops: JsonbPathOps)], type: Gin"),
    ("Json", "[a]"),
    ("String", ""),
    ("String", "[a]"),
    ("String", "[a(sort: Desc)]"),
    ("String", "[a], type: Hash"),
    ("String", "[a(ops: TextMinMaxOps)], type: Brin"),
    ("String", "[a(ops: TextOps)], type: SpGist"),
    ("String[]", "[a], type: Gin"),
    ("String[]", "[a(ops: ArrayOps)], type: Gin"),
    ("Int[]", "[a], type: Gin"),
    ("Int", "[a]"),
    ("Int", "[a], type: Brin"),
    ("Int", "[a(ops: Int4MinMaxMultiOps)], type: Brin"),
    ("BigInt", "[a(ops: Int8BloomOps)], type: Brin"),
    ("DateTime", "[a(ops: TimestampMinMaxOps)], type: Brin"),
    ("DateTime @db.Date", "[a(ops: DateBloomOps)], type: Brin"),
    ("String @db.Inet", "[a(ops: InetOps)], type: Gist"),
    ("String @db.Inet", "[a(ops: InetInclusionOps)], type: Brin"),
    ("String @db.Inet", "[a(ops: InetOps)], type: SpGist"),
    ("String @db.Uuid", "[a(ops: UuidBloomOps)], type: Brin"),
    ("Kind", "[a]"),
];

fn model(number: usize, (column, index): (&str, &str)) -> String {
    let index = if index.is_empty() { String::new() } else { format!("  @@index({index}, map: \"i{number}\")\n") };
    let (name, attribute) = column.split_once(' ').unwrap_or((column, ""));
    let optional = if name.ends_with(']') { "" } else { "?" };
    format!("model T{number} {{\n  id Int @id\n  a {name}{optional} {attribute}\n{index}}}\n")
}

fn schema<'f>(forms: impl Iterator<Item = &'f (&'f str, &'f str)>) -> String {
    let models: String = forms.enumerate().map(|(number, form)| model(number, *form)).collect();
    format!("datasource db {{\n  provider = \"postgresql\"\n}}\nenum Kind {{\n  A\n}}\n{models}")
}

/// Runs the change of some pairs of forms, twice, and holds the result to what a new database has.
fn run(pairs: &[[&(&str, &str); 2]], config: &Config) -> Result<(), String> {
    let of = |text: &str| state(text, config).unwrap_or_else(|failure| panic!("{text}: {:?}", failure.diagnostics));
    let [before, after] = [0, 1].map(|side| of(&schema(pairs.iter().map(|pair| pair[side]))));
    let server = Server::without_vector();
    let database = server.database();
    let create = |state| migration("default", &empty(config), state).1;
    Way::OneQuery.run(&database, &create(&before))?;
    let (_, change) = migration("default", &before, &after);
    for _ in 0..2 {
        Way::OneQuery.run(&database, &change)?;
    }
    let fresh = server.database();
    Way::OneQuery.run(&fresh, &create(&after))?;
    let (found, wanted) = (database.catalog(), fresh.catalog());
    let missing: Vec<&str> = wanted.lines().filter(|line| !found.contains(line)).collect();
    if found == wanted { Ok(()) } else { Err(format!("the catalog lacks {missing:?}")) }
}

fn hold(config: &Config, leaves_alone: impl Fn(&(&str, &str), &(&str, &str)) -> bool) {
    let mut failures = Vec::new();
    for before in FORMS {
        let after = FORMS.iter().filter(|after| !leaves_alone(before, after));
        let pairs: Vec<_> = after.map(|after| [before, after]).collect();
        if run(&pairs, config).is_err() {
            let alone = pairs.iter().filter_map(|pair| run(&[*pair], config).err().map(|error| (pair, error)));
            failures.extend(alone.map(|(pair, error)| format!("{pair:?}: {error}")));
        }
    }
    assert!(failures.is_empty(), "{} changes fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_index_on_every_type_becomes_every_other() {
    hold(&config_in(&fixture("")), |_, _| false);
}

#[test]
fn so_it_does_where_a_default_chooses_the_method() {
    let text = "schema = \"schema.prisma\"\n[targets.default]\nschemas = [\"*\"]\n[json]\nindex = \"gin\"\n";
    let config = config::parse("refract.toml", text).into_result();
    // the method of an index that is there is left alone as long as its column stays of its type
    let leaves_alone = |before: &(&str, &str), after: &(&str, &str)| {
        before.0 == "Json" && !before.1.is_empty() && *after == ("Json", "[a]")
    };
    hold(&config.unwrap_or_else(|_| panic!("the configuration is wrong")), leaves_alone);
}
