//! How many random cases a test tries, and which: other ones in every run, and many in a long one (`tests/run --long`).

use std::time::{SystemTime, UNIX_EPOCH};

/// The cases of a run.
#[derive(Clone, Copy, Debug)]
pub struct Rounds {
    /// Where they begin.
    pub seed: u64,
    /// How many they are.
    pub count: u64,
}

impl Rounds {
    /// Other cases in every run. They are printed, which shows when the test fails: `SEED` and `ROUNDS` repeat them.
    pub fn new(what: &str, few: u64, many: u64) -> Rounds {
        Rounds::from_variables(what, new_seed(), few, many)
    }

    /// The same cases in every run, and others in a long one.
    pub fn from_seed(what: &str, seed: u64, few: u64, many: u64) -> Rounds {
        Rounds::from_variables(what, if is_long() { new_seed() } else { seed }, few, many)
    }

    fn from_variables(what: &str, seed: u64, few: u64, many: u64) -> Rounds {
        let usual = if is_long() { many } else { few };
        let (seed, count) = (number("SEED").unwrap_or(seed), number("ROUNDS").unwrap_or(usual));
        println!("{what}: SEED={seed} ROUNDS={count}");
        Rounds { seed, count }
    }
}

/// Whether all night is time enough.
fn is_long() -> bool {
    std::env::var_os("REFRACT_LONG").is_some()
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|error| panic!("{variable}={text}: {error}")))
}

/// A number that is short enough to type.
fn new_seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::from(now.subsec_nanos()) / 100 % 1_000_000
}
