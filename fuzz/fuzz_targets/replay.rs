#![no_main]

use libfuzzer_sys::fuzz_target;
use refract_fuzz::{hold, prepare, targets};

fuzz_target!(init: prepare(), |data: &[u8]| hold(data, targets::replay));
