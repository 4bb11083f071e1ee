//! The text of a schema's files in, a syntax tree out.

use super::ast::Document;
use super::build;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::{FileId, Span, Texts};

/// Reads all files of a schema. A line that cannot be read costs one error, and reading goes on.
#[must_use]
pub fn parse(texts: &Texts) -> (Document<'_>, Diagnostics) {
    let mut document = Document::default();
    let mut diagnostics = Diagnostics::default();
    for (id, file) in texts.iter() {
        if let Some(diagnostic) = newer_language(id, &file.text) {
            diagnostics.push(diagnostic);
            document.is_incomplete = true;
        } else {
            build::build(id, &file.text, &mut document, &mut diagnostics);
        }
    }
    (document, diagnostics)
}

/// A file in the language of Prisma 8 says so on its first line.
fn newer_language(file: FileId, text: &str) -> Option<Diagnostic> {
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let marker = line.trim().strip_prefix("//")?.trim();
    if marker != "use prisma-8" && marker != "use prisma-next" {
        return None;
    }
    let end = u32::try_from(line.trim_end().len()).unwrap_or(u32::MAX);
    Some(
        Diagnostic::error(Code::NewerLanguage, "this file is written in the language of Prisma 8")
            .at(Span { file, start: 0, end }, "says which language it is")
            .help("refract reads the language of Prisma 4 to 7: give it the schema.prisma of such a project"),
    )
}
