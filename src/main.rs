//! The command line of refract.

fn main() {}
