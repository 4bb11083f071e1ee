//! The command that fixes what stands in the way, as it is typed into a shell.

use crate::commands::shell::quoted;
use crate::commands::way_out::{GenerateHow, WayOut};

/// The command.
pub(in crate::cli) fn command(way_out: &WayOut) -> String {
    match way_out {
        WayOut::PutBack { commit, paths } => format!("git checkout {commit} -- {}", words(paths)),
        WayOut::WriteAnew { targets } => format!("refract generate --replace{}", flags("--target", targets)),
        WayOut::Restamp => "refract restamp".to_owned(),
        WayOut::Stage { paths } => format!("git add {}", words(paths)),
        WayOut::Generate { targets, base, how } => {
            let base = base.iter().map(|base| format!(" --base {}", quoted(base))).collect::<String>();
            let how = match how {
                GenerateHow::Replace => " --replace".to_owned(),
                GenerateHow::Add(renamed) => flags("--rename", renamed),
            };
            format!("refract generate{}{base}{how}", flags("--target", targets))
        }
    }
}

fn words(paths: &[String]) -> String {
    paths.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(" ")
}

fn flags(flag: &str, values: &[String]) -> String {
    values.iter().map(|value| format!(" {flag} {}", quoted(value))).collect()
}
