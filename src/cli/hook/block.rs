//! The block that refract puts into a hook, which may have lines of somebody else's before and behind it.

use std::ops::Range;

const START: &str = "# >>> refract >>>";
const END: &str = "# <<< refract <<<";
/// In the block of a file that was not there before; without its block it is nobody's.
const WHOLE: &str = "# the whole file is refract's";
const SHEBANG: &[u8] = b"#!/bin/sh\n";
/// What runs a hook that refract can write into.
const SHELLS: &[&str] = &["sh", "bash", "dash", "ash", "ksh", "ksh93", "mksh", "zsh"];

/// Why there is nothing that can be done with a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HookProblem {
    /// It is in another language; the program that runs it.
    Language(String),
    /// The lines that mark the block are not those of one block.
    Marks,
}

/// What is left of a hook without the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// What was there before.
    Content(Vec<u8>),
    /// No file was there before.
    Nothing,
}

/// The content of a hook with the block in it.
///
/// # Errors
/// When it is no shell script, or its marks are broken.
pub(super) fn with_block(content: Option<&[u8]>, block: &str) -> Result<Vec<u8>, HookProblem> {
    let Some(content) = content else { return Ok([SHEBANG, whole(block).as_bytes()].concat()) };
    if let Some(place) = find(content)? {
        let here = &content[place.clone()];
        let block = if lines(here).any(|line| is(line, WHOLE)) { whole(block) } else { block.to_owned() };
        let is_same = lines(here).map(<[u8]>::trim_ascii_end).eq(block.lines().map(str::as_bytes));
        let block = if here.ends_with(b"\n") { block.as_str() } else { block.trim_end() };
        let block = if is_same { here } else { block.as_bytes() };
        return Ok([&content[..place.start], block, &content[place.end..]].concat());
    }
    let head = shebang(content)?;
    let (head, rest) = content.split_at(head);
    Ok(match head.last() {
        None | Some(b'\n') => [head, block.as_bytes(), rest].concat(),
        // without a line end of the block's own, taking it out leaves what was there
        Some(_) => [head, b"\n", block.trim_end().as_bytes(), rest].concat(),
    })
}

/// What is left of a hook without the block; `None` where there is no block in it.
///
/// # Errors
/// When its marks are broken.
pub(super) fn without_block(content: &[u8]) -> Result<Option<Rest>, HookProblem> {
    let Some(place) = find(content)? else { return Ok(None) };
    let is_whole = lines(&content[place.clone()]).any(|line| is(line, WHOLE));
    let is_cut = !content[place.clone()].ends_with(b"\n") && place.start > 0;
    let before = &content[..place.start - usize::from(is_cut)];
    let rest = [before, &content[place.end..]].concat();
    let is_nobodys = is_whole && matches!(rest.trim_ascii(), b"" | b"#!/bin/sh");
    Ok(Some(if is_nobodys { Rest::Nothing } else { Rest::Content(rest) }))
}

fn whole(block: &str) -> String {
    block.replacen(START, &format!("{START}\n{WHOLE}"), 1)
}

fn lines(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    content.split_inclusive(|byte| *byte == b'\n')
}

/// Whether a line says this; git may have turned its end around.
fn is(line: &[u8], text: &str) -> bool {
    line.trim_ascii_end() == text.as_bytes()
}

/// Where the block is, with its last line end.
fn find(content: &[u8]) -> Result<Option<Range<usize>>, HookProblem> {
    let (mut starts, mut ends, mut at) = (Vec::new(), Vec::new(), 0);
    for line in lines(content) {
        if is(line, START) {
            starts.push(at);
        }
        at += line.len();
        if is(line, END) {
            ends.push(at);
        }
    }
    match (starts.as_slice(), ends.as_slice()) {
        ([], []) => Ok(None),
        (&[start], &[end]) if start < end => Ok(Some(start..end)),
        _ => Err(HookProblem::Marks),
    }
}

/// Where the line ends that says what runs a script; git gives a script without one to `sh`.
fn shebang(content: &[u8]) -> Result<usize, HookProblem> {
    let first = lines(content).next().unwrap_or_default();
    let Some(command) = first.strip_prefix(b"#!") else {
        let is_text = !content.contains(&0);
        return if is_text { Ok(0) } else { Err(HookProblem::Language("a program".to_owned())) };
    };
    let command = String::from_utf8_lossy(command);
    let name = |word: &str| {
        let name = word.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        name.strip_suffix(".exe").map(str::to_owned).unwrap_or(name)
    };
    let mut words = command.split_ascii_whitespace();
    let mut program = words.next().map(name).unwrap_or_default();
    if matches!(program.as_str(), "env" | "busybox") {
        program = words.find(|word| !word.starts_with('-') && !word.contains('=')).map(name).unwrap_or_default();
    }
    if SHELLS.contains(&program.as_str()) { Ok(first.len()) } else { Err(HookProblem::Language(program)) }
}

#[cfg(test)]
mod tests {
    use super::{HookProblem, Rest, with_block, without_block};

    const BLOCK: &str = "# >>> refract >>>\nrefract check\n# <<< refract <<<\n";

    #[test]
    fn a_hook_is_as_it_was_without_the_block() {
        for content in [
            "#!/bin/sh\n",
            "#!/bin/sh",
            "#!/usr/bin/env -S bash -eu\nset -x\nexec other",
            "#!/bin/sh\r\necho a\r\n",
            "echo a\n",
            "",
            "\n\n",
            "#!/usr/bin/zsh\n# >>> conda >>>\n# <<< conda <<<",
        ] {
            let with = with_block(Some(content.as_bytes()), BLOCK).unwrap();
            assert!(String::from_utf8_lossy(&with).contains(BLOCK.trim_end()), "{content:?}");
            assert_eq!(with_block(Some(&with), BLOCK).unwrap(), with, "{content:?}");
            let newer = with_block(Some(&with), &BLOCK.replace("check", "check --staged")).unwrap();
            assert_ne!(newer, with);
            for with in [with, newer] {
                assert_eq!(without_block(&with), Ok(Some(Rest::Content(content.into()))), "{content:?}");
            }
            assert_eq!(without_block(content.as_bytes()).unwrap(), None);
        }
    }

    #[test]
    fn a_hook_that_was_not_there_is_nothing_without_the_block() {
        let made = with_block(None, BLOCK).unwrap();
        assert!(made.starts_with(b"#!/bin/sh\n# >>> refract >>>\n"));
        assert_eq!(with_block(Some(&made), BLOCK).unwrap(), made);
        assert_eq!(without_block(&made), Ok(Some(Rest::Nothing)));
        let newer = with_block(Some(&made), &BLOCK.replace("check", "check --staged")).unwrap();
        assert_eq!(without_block(&newer), Ok(Some(Rest::Nothing)));
        let edited = [&made[..], b"echo mine\n"].concat();
        assert_eq!(without_block(&edited), Ok(Some(Rest::Content(b"#!/bin/sh\necho mine\n".to_vec()))));
        let windows = String::from_utf8(made).unwrap().replace('\n', "\r\n");
        assert_eq!(with_block(Some(windows.as_bytes()), BLOCK).unwrap(), windows.as_bytes());
        assert_eq!(without_block(windows.as_bytes()), Ok(Some(Rest::Nothing)));
    }

    #[test]
    fn what_is_no_shell_script_is_left_alone() {
        for (content, program) in [
            ("#!/usr/bin/env python3\n", "python3"),
            ("#!/usr/bin/env -S node --x\n", "node"),
            ("#!/usr/bin/fish", "fish"),
            ("#!\n", ""),
            ("\u{7f}ELF\0", "a program"),
        ] {
            let obstacle = with_block(Some(content.as_bytes()), BLOCK).unwrap_err();
            assert_eq!(obstacle, HookProblem::Language(program.to_owned()));
        }
    }

    #[test]
    fn broken_marks_are_not_guessed_at() {
        for content in [
            "# >>> refract >>>\necho\n",
            "# <<< refract <<<\n",
            "# <<< refract <<<\n# >>> refract >>>\n",
            &BLOCK.repeat(2),
        ] {
            assert_eq!(with_block(Some(content.as_bytes()), BLOCK), Err(HookProblem::Marks));
            assert_eq!(without_block(content.as_bytes()), Err(HookProblem::Marks));
        }
    }
}
