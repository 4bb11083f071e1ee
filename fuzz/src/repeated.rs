//! Inputs that grow. One is small, and what grows too fast does not show in it; so it may mark a piece that is to be repeated:
//! `before \u{1} piece \u{1} behind`, or, for what is nested, `before \u{1} opening \u{1} inside \u{1} closing \u{1} behind`.

/// Around a piece that is repeated.
const MARK: char = '\u{1}';

/// An input with a piece that is repeated.
pub struct Repeated<'t> {
    before: &'t str,
    opening: &'t str,
    inside: &'t str,
    closing: &'t str,
    behind: &'t str,
}

impl<'t> Repeated<'t> {
    /// `None` where nothing is marked.
    pub fn of(text: &'t str) -> Option<Repeated<'t>> {
        match text.split(MARK).collect::<Vec<_>>()[..] {
            [before, opening, behind] => Some(Repeated { before, opening, inside: "", closing: "", behind }),
            [before, opening, inside, closing, behind] => Some(Repeated { before, opening, inside, closing, behind }),
            _ => None,
        }
    }

    /// With so many bytes of the piece.
    pub fn to(&self, length: usize) -> String {
        let Repeated { before, opening, inside, closing, behind } = self;
        let times = length / (opening.len() + closing.len()).max(1);
        format!("{before}{}{inside}{}{behind}", opening.repeat(times), closing.repeat(times))
    }
}
