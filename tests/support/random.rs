//! Numbers that look random and are the same for the same seed, on every machine: what a crate promises for one version
//! only, and a seed that somebody noted has to mean the same next year.

/// A generator (xorshift, <https://www.jstatsoft.org/article/view/v008i14>).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Zero would stay zero; and seeds that are near one another should not give numbers that are.
    pub fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from 0 up to, not including, the limit; 0 where there is no other.
    pub fn below(&mut self, limit: usize) -> usize {
        // the upper bits are the better ones
        usize::try_from((self.next() >> 11) % (limit.max(1) as u64)).expect("it is below a usize")
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several, of which there must be one.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
