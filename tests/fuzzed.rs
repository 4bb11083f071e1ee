//! What the fuzzer keeps (`fuzz/corpus`): inputs that reach far, and those that once took too long or never ended. Each is read
//! as it is, and with the piece that it marks repeated.

#[path = "../fuzz/src/repeated.rs"]
mod repeated;
#[path = "../fuzz/src/targets.rs"]
mod targets;

use std::time::{Duration, Instant};

use self::repeated::Repeated;
use self::targets::TARGETS;

/// Of the piece, in bytes.
const LENGTH: usize = 64 * 1024;
/// A second for a megabyte is what a build for people takes; this one is slower, and the machine busy.
const LONGEST: Duration = Duration::from_secs(10);
/// What the main thread of a program has.
const STACK: usize = 8 * 1024 * 1024;

fn read_all() {
    for (name, read) in TARGETS {
        let mut paths: Vec<_> =
            std::fs::read_dir(format!("fuzz/corpus/{name}")).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(!paths.is_empty(), "{name}");
        for path in paths {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            let text = Repeated::of(&text).map_or(text.clone(), |repeated| repeated.to(LENGTH));
            println!("{}", path.display());
            let start = Instant::now();
            read(&text);
            let took = start.elapsed();
            assert!(took < LONGEST, "{} takes {took:?}", path.display());
        }
    }
}

#[test]
fn what_was_found_once_is_read_in_time() {
    std::thread::Builder::new().stack_size(STACK).spawn(read_all).unwrap().join().unwrap();
}
