//! How diagnostics look: the source line, a caret, the code, and what to do.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::output::{Painted, visible, without_commands};
use super::secrets::masked;
use super::unified_diff::UnifiedDiff;
use crate::diagnostic::{Diagnostic, Failure, Label, Severity};
use crate::text::{FileId, Texts};

/// How many errors are shown at most, and warnings, and notes: each shows its line, which may be as long as the file.
const MOST: usize = 100;

/// Prints diagnostics on standard error.
pub(super) struct Reporter {
    renderer: Renderer,
    colored: bool,
}

/// A stretch of one file, and the places in it.
struct Excerpt {
    path: String,
    text: String,
    first_line: usize,
    places: Vec<(Range<usize>, AnnotationKind, String)>,
}

impl Reporter {
    pub(super) fn new(colored: bool) -> Reporter {
        let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
        Reporter { renderer: renderer.term_width(160), colored }
    }

    /// Prints what a failure says, in the order of the places, as far as somebody would read it.
    pub(super) fn print(&self, failure: &Failure) {
        let mut stderr = std::io::stderr().lock();
        let mut found: BTreeMap<Severity, usize> = BTreeMap::new();
        for diagnostic in failure.diagnostics.clone().sorted() {
            let so_far = found.entry(diagnostic.severity).or_default();
            *so_far += 1;
            if *so_far <= MOST {
                // nobody is left to tell when this cannot be written
                let text = without_commands(&self.render(&failure.texts, &diagnostic).0);
                let _ = writeln!(stderr, "{text}\n");
            }
        }
        for (severity, count) in found.into_iter().filter(|(_, count)| *count > MOST) {
            let _ = writeln!(stderr, "{} more {} are not shown\n", count - MOST, plural(severity));
        }
    }

    /// What became of a file, as it is printed.
    pub(super) fn paint(&self, difference: &UnifiedDiff) -> Painted {
        difference.painted(self.colored)
    }

    /// One diagnostic, as it is printed.
    pub(super) fn render(&self, texts: &Texts, diagnostic: &Diagnostic) -> Painted {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let excerpts = excerpts(texts, diagnostic);
        let message = masked(&visible(&diagnostic.message));
        let mut group = Group::with_title(level.primary_title(&message).id(diagnostic.code.as_str()));
        for excerpt in &excerpts {
            let annotations = excerpt.places.iter().map(|(range, kind, label)| {
                let label = (!label.is_empty()).then_some(label.as_str());
                kind.span(range.clone()).label(label)
            });
            let snippet = Snippet::source(&excerpt.text).line_start(excerpt.first_line).path(&excerpt.path);
            group = group.element(snippet.annotations(annotations));
        }
        let Some(help) = &diagnostic.help else { return Painted(self.renderer.render(&[group])) };
        let help = visible(help).into_owned();
        if excerpts.is_empty() {
            // without a source line there is nothing that the help could hang on
            let help = self.renderer.render(&[Group::with_title(Level::HELP.primary_title(&help))]);
            return Painted(format!("{}\n  {help}", self.renderer.render(&[group])));
        }
        Painted(self.renderer.render(&[group.element(Level::HELP.message(&help))]))
    }
}

fn plural(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "errors",
        Severity::Warning => "warnings",
        Severity::Note => "notes",
    }
}

/// The file that the diagnostic is about first, then the others.
fn excerpts(texts: &Texts, diagnostic: &Diagnostic) -> Vec<Excerpt> {
    let primary = diagnostic.primary.iter().map(|label| (label, AnnotationKind::Primary));
    let others = diagnostic.secondary.iter().map(|label| (label, AnnotationKind::Context));
    let mut files: Vec<FileId> = Vec::new();
    let mut by_file: BTreeMap<FileId, Vec<(&Label, AnnotationKind)>> = BTreeMap::new();
    for (label, kind) in primary.chain(others) {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
        by_file.entry(label.span.file).or_default().push((label, kind));
    }
    files.into_iter().filter_map(|file| excerpt(texts, file, by_file.remove(&file)?)).collect()
}

/// The lines that hold the places. A place that is not in the text is moved into it.
fn excerpt(texts: &Texts, file: FileId, labels: Vec<(&Label, AnnotationKind)>) -> Option<Excerpt> {
    let (_, file) = texts.iter().find(|(id, _)| *id == file)?;
    let text = file.text.as_str();
    let ranges: Vec<Range<usize>> = labels.iter().map(|(label, _)| inside(text, label)).collect();
    let first = ranges.iter().map(|range| range.start).min()?;
    let last = ranges.iter().map(|range| range.end).max()?;
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    // a place moves with the characters before it
    let shown = |at: usize| lines(&text[start..at]).len();
    let places = ranges
        .into_iter()
        .zip(labels)
        .map(|(range, (label, kind))| (shown(range.start)..shown(range.end), kind, visible(&label.text).into_owned()));
    Some(Excerpt {
        path: visible(&file.path).replace('\n', "\u{240a}"),
        text: lines(masked(&text[start..end]).trim_end_matches('\r')),
        first_line: file.line(start),
        places: places.collect(),
    })
}

/// Lines of a file as they are shown: the carriage returns of Windows are not.
fn lines(text: &str) -> String {
    visible(&text.replace("\r\n", "\n").replace('\r', " ")).into_owned()
}

/// The place as a stretch of whole characters, without the line breaks at its end.
fn inside(text: &str, label: &Label) -> Range<usize> {
    let floor = |at: u32| {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(label.span.start), floor(label.span.end));
    let end = end.max(start);
    let kept = text[start..end].trim_end_matches(['\n', '\r']).len();
    start..start + kept
}

#[cfg(test)]
mod tests {
    use super::Reporter;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::text::{Span, Texts};

    fn rendered(text: &str, start: u32, end: u32) -> String {
        let mut texts = Texts::default();
        let file = texts.add("schema.prisma", text);
        let span = Span { file, start, end };
        let diagnostic =
            Diagnostic::error(Code::UnexpectedLine, "wrong").at(span, "here").also(span, "").help("write it");
        Reporter::new(false).render(&texts, &diagnostic).0
    }

    #[test]
    fn the_place_is_shown() {
        insta::assert_snapshot!(rendered("model A {\r\n\tid  Int ä x\r\n}\r\n", 16, 19), @r"
        error[R0101]: wrong
         --> schema.prisma:2:6
          |
        2 |     id  Int ä x
          |         ^^^ here
          |
          = help: write it
        ");
    }

    #[test]
    fn no_place_is_too_odd() {
        let texts = [
            "",
            "\n",
            "\r",
            "\r\n",
            "a",
            "ä",
            "a\nb",
            "a\r\nä\t\u{301}\r\n",
            "\u{1f468}\u{200d}\u{1f469}\0\u{7}\tx",
            "}\n\n",
        ];
        for text in texts {
            for start in 0..20 {
                for end in 0..20 {
                    assert!(rendered(text, start, end).contains("schema.prisma:"), "{text:?} {start} {end}");
                }
            }
            assert!(rendered(text, u32::MAX, 0).contains("wrong"));
        }
    }
}
