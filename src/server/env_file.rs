//! One variable in a `.env` file. The readers of such files differ, so only what all of them read alike is taken.

/// Why the value of a variable cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// A quote mark without its end on the same line.
    Unclosed,
    /// `#` or `$`, which some readers take as it is and others do not.
    Special(char),
}

impl Unclear {
    /// What is wrong, to stand behind the name of the variable.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Unclear::Unclosed => "has a quote mark without its end".to_owned(),
            Unclear::Special(sign) => {
                format!("has `{sign}` in its value, which the readers of such files do not take alike")
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Unclear::Unclosed => "close it on the same line",
            Unclear::Special('#') => "write %23 for it, or put the value in single quote marks",
            Unclear::Special(_) => "write %24 for it, or put the value in single quote marks",
        }
    }
}

/// What a file says of a variable, the last line of it; `None` where it says nothing.
///
/// # Errors
/// When readers of such files would not agree on the value.
pub fn value_in(text: &str, name: &str) -> Result<Option<String>, Unclear> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().filter_map(|line| {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        line.strip_prefix(name)?.trim_start().strip_prefix('=')
    });
    lines.next_back().map(|value| read(value.trim())).transpose()
}

fn read(value: &str) -> Result<String, Unclear> {
    let Some(mark) = value.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        // a comment behind a blank is one to everybody
        let bare = value.split(" #").next().unwrap_or_default().trim_end();
        return match bare.chars().find(|sign| matches!(sign, '#' | '$')) {
            Some(sign) => Err(Unclear::Special(sign)),
            None => Ok(bare.to_owned()),
        };
    };
    let (inside, _) = value[1..].split_once(mark).ok_or(Unclear::Unclosed)?;
    if mark == '"' && inside.contains('$') { Err(Unclear::Special('$')) } else { Ok(inside.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::{Unclear, value_in};

    #[test]
    fn what_all_readers_take_alike_is_taken() {
        let file = "# A=0\nA=1\nexport B = \"two\" # why\r\nC='a#b$c'\nAB=3\nD=x # why\nE=p#x\nF=\"$A\"\nG='x\nA=4\n";
        assert_eq!(value_in(file, "A"), Ok(Some("4".to_owned())));
        assert_eq!(value_in(file, "B"), Ok(Some("two".to_owned())));
        assert_eq!(value_in(file, "C"), Ok(Some("a#b$c".to_owned())));
        assert_eq!(value_in(file, "D"), Ok(Some("x".to_owned())));
        assert_eq!(value_in(file, "E"), Err(Unclear::Special('#')));
        assert_eq!(value_in(file, "F"), Err(Unclear::Special('$')));
        assert_eq!(value_in(file, "G"), Err(Unclear::Unclosed));
        assert_eq!(value_in(file, "H"), Ok(None));
    }
}
