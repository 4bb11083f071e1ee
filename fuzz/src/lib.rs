//! What is asked of every input: no panic, no more stack than a thread has on any system, and no more time than the limits
//! allow (n log n, a second for a megabyte).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use cpu_time::ThreadTime;

pub mod repeated;
pub mod targets;

use repeated::Repeated;

/// How long repeated inputs are, in bytes: most the first, one in some the second, and where that takes long, the third.
const FIRST: usize = 512;
const SHORT: usize = 16 * 1024;
const LONG: usize = 4 * SHORT;
/// A program that counts what is covered is some times slower than the one that people have.
const SLOWER: u32 = 6;
/// One input in so many is made long, which takes as much time as all the others: told by its bytes, so it can be run again.
const MADE_LONG: u64 = 32;
/// Below this, time is noise.
const NOISE: Duration = Duration::from_millis(40);
/// Four times as long an input, by n log n, with some room.
const MOST_GROWTH: u32 = 9;
/// What a thread has on the system that gives least, Windows.
const STACK: libc::rlim_t = 1024 * 1024;

/// Has an overflow of the stack reported with the input that led to it.
pub fn prepare() {
    const SIZE: usize = 256 * 1024;
    let beside = Box::leak(vec![0_u8; SIZE].into_boxed_slice());
    let stack = libc::stack_t { ss_sp: beside.as_mut_ptr().cast(), ss_flags: 0, ss_size: SIZE };
    // SAFETY: the stack is never freed; the other two calls change limits and flags of this process alone.
    unsafe {
        libc::sigaltstack(&raw const stack, std::ptr::null_mut());
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_flags = libc::SA_ONSTACK;
        libc::sigaction(libc::SIGSEGV, &raw const action, std::ptr::null_mut());
        let limit = libc::rlimit { rlim_cur: STACK, rlim_max: libc::RLIM_INFINITY };
        libc::setrlimit(libc::RLIMIT_STACK, &raw const limit);
    }
}

/// Reads an input, and panics when it takes too long.
pub fn hold(data: &[u8], read: impl Fn(&str)) {
    let text = String::from_utf8_lossy(data);
    let Some(repeated) = Repeated::of(&text) else { return in_time(&text, &read) };
    in_time(&repeated.to(FIRST), &read);
    if !is_made_long(data) {
        return;
    }
    let short = repeated.to(SHORT);
    let took = time(&short, &read);
    if took < NOISE / 4 {
        return;
    }
    let long = repeated.to(LONG);
    in_time(&long, &read);
    let took_long = time(&long, &read);
    let took = took.min(time(&short, &read));
    assert!(
        took_long < NOISE || took_long < took * MOST_GROWTH,
        "{SHORT} bytes take {took:?}, {LONG} bytes {took_long:?}"
    );
}

fn is_made_long(data: &[u8]) -> bool {
    let mut hasher = DefaultHasher::new();
    data.hash(&mut hasher);
    hasher.finish().is_multiple_of(MADE_LONG)
}

/// A second for a megabyte; what is beyond that is measured again, because the machine may have been at something else.
fn in_time(text: &str, read: &impl Fn(&str)) {
    let megabytes = text.len() as f64 / 1_048_576.0;
    let allowed = NOISE + Duration::from_secs(1).mul_f64(megabytes) * SLOWER;
    let mut least = Duration::MAX;
    for _ in 0..3 {
        least = least.min(time(text, read));
        if least <= allowed {
            return;
        }
    }
    panic!("{} bytes take {:?}, and may take {allowed:?}", text.len(), least);
}

fn time(text: &str, read: &impl Fn(&str)) -> Duration {
    let start = ThreadTime::now();
    read(text);
    start.elapsed()
}
