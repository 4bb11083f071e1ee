//! Scripts, a statement a line; an empty line between two of them.

mod blocks;
mod session;
mod statements;

use super::{hold, hold_to};
use crate::support::postgres::Server;
use blocks::{ASKED, BLOCKS, HANDLERS, TOLD};
use session::{PATHS, TRANSACTIONS, WORDS};
use statements::{EXTENSIONS, KINDS, STANDING, WHOLE};

#[test]
fn a_statement_happens_whole_or_not_at_all() {
    hold_each(WHOLE);
}

#[test]
fn a_block_that_fails_is_taken_back() {
    hold_each(HANDLERS);
}

#[test]
fn transactions_and_savepoints_are_carried_out() {
    hold_each(TRANSACTIONS);
}

#[test]
fn names_are_looked_up_along_search_path() {
    hold_each(PATHS);
}

#[test]
fn variables_loops_and_conditions_are_followed() {
    hold_each(BLOCKS);
}

#[test]
fn names_and_constants_are_read_as_the_server_reads_them() {
    hold_each(WORDS);
}

#[test]
fn blocks_of_real_histories_are_followed() {
    hold_each(TOLD);
}

#[test]
fn questions_to_the_catalog_are_answered_as_the_servers_answer_them() {
    hold_each(ASKED);
}

#[test]
fn what_stands_on_something_keeps_it_or_goes_with_it() {
    hold_each(STANDING);
}

#[test]
fn what_an_extension_brings_goes_with_it() {
    for script in EXTENSIONS.split("\n\n") {
        let statements: Vec<String> = script.trim().lines().map(str::to_owned).collect();
        hold_to(Server::with_vector(), &statements).unwrap_or_else(|difference| panic!("{difference}"));
    }
}

#[test]
fn relations_of_every_kind_are_renamed_and_dropped_as_the_server_does() {
    hold_each(KINDS);
}

#[track_caller]
fn hold_each(scripts: &str) {
    let mut differences = Vec::new();
    for script in scripts.split("\n\n") {
        let statements: Vec<String> = script.trim().lines().map(str::to_owned).collect();
        differences.extend(hold(&statements).err());
    }
    assert!(differences.is_empty(), "{}", differences.join("\n----\n"));
}
