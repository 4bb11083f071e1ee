//! Small changes of kept inputs, as the fuzzer makes them, but guided by nothing but chance.

use crate::support::random::Random;

/// What a piece that is repeated stands between (`fuzz/src/repeated.rs`).
const MARK: u8 = 1;
/// Longer inputs than the fuzzer takes are cut.
const LONGEST: usize = 1024;

/// One input with some changes, in which pieces of the other and words of the language may come.
pub(super) fn mutant(input: &[u8], other: &[u8], words: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(5) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => insert(&mut bytes, at, random.pick::<Vec<u8>>(words)),
            1 => insert(&mut bytes, at, piece(other, random)),
            2 => {
                let own = piece(&bytes, random).to_vec();
                insert(&mut bytes, at, &own);
            }
            3 => {
                let behind = bytes.len().min(at + 1 + random.below(12));
                bytes.drain(at..behind);
            }
            4 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            _ => mark(&mut bytes, random),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Has another piece repeated than before.
fn mark(bytes: &mut Vec<u8>, random: &mut Random) {
    bytes.retain(|byte| *byte != MARK);
    let marks = *random.pick(&[2, 4]);
    let mut places: Vec<usize> = (0..marks).map(|_| random.below(bytes.len() + 1)).collect();
    places.sort_unstable();
    for at in places.into_iter().rev() {
        bytes.insert(at, MARK);
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}

fn piece<'b>(bytes: &'b [u8], random: &mut Random) -> &'b [u8] {
    let from = random.below(bytes.len());
    &bytes[from..bytes.len().min(from + 1 + random.below(40))]
}

/// The words of a dictionary of the fuzzer: each a line in quotes, with `\xHH` for a byte.
pub(super) fn words(dictionary: &str) -> Vec<Vec<u8>> {
    dictionary.lines().filter_map(|line| Some(unescaped(line.strip_prefix('"')?.strip_suffix('"')?))).collect()
}

fn unescaped(word: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let [byte, behind @ ..] = rest {
        rest = behind;
        match (byte, rest) {
            (b'\\', [b'x', high, low, behind @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = behind;
            }
            (b'\\', [escaped, behind @ ..]) => {
                bytes.push(*escaped);
                rest = behind;
            }
            _ => bytes.push(*byte),
        }
    }
    bytes
}
