//! The functions of which it is known what they take, asked of servers.

use refract::managed::argument::{OF_INTEGERS, OF_TEXTS};

use super::servers;

/// The functions of PostgreSQL's own of a name that take something that PostgreSQL casts to by itself.
fn takes(function: &str, place: usize, of: &str) -> String {
    format!(
        "EXISTS (SELECT FROM pg_proc, unnest(proargtypes) WITH ORDINALITY AS a (argument, place)
          WHERE proname = '{function}' AND pronamespace = 'pg_catalog'::regnamespace AND place = {place}
            AND (argument IN ('{of}'::regtype, '\"any\"'::regtype, 'anyelement'::regtype, 'anynonarray'::regtype, 'anycompatible'::regtype)
                 OR EXISTS (SELECT FROM pg_cast WHERE castsource = '{of}'::regtype AND casttarget = argument AND castcontext = 'i')))"
    )
}

#[test]
fn functions_take_what_is_said_of_them_and_nothing_else() {
    let mut wanted = Vec::new();
    for (function, places) in OF_INTEGERS {
        for place in *places {
            wanted.push((function, *place, "integer", true));
            wanted.extend(["bigint", "numeric", "text", "boolean"].map(|of| (function, *place, of, false)));
        }
    }
    for function in OF_TEXTS {
        wanted.push((function, 1, "text", true));
        let others = ["integer", "numeric", "float8", "boolean", "uuid", "date", "timestamp", "timestamptz", "time"];
        wanted.extend(others.map(|of| (function, 1, of, false)));
    }
    for (major, server) in servers() {
        let database = server.database();
        let wrong = wanted.iter().filter(|(function, place, of, does)| {
            database.query(&format!("SELECT {}", takes(function, *place, of))) != if *does { "t" } else { "f" }
        });
        let wrong: Vec<_> = wrong.collect();
        assert!(wrong.is_empty(), "PostgreSQL {major}: {wrong:#?}");
    }
}
