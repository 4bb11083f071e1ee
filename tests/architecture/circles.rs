//! Who takes from whom, file by file: no two of them from each other, however long the way is.
//!
//! A file may take from the one that its folder is named after (`mod.rs`): what stands there is what they share.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{code, files};

/// A module's path below `crate`.
type Module = Vec<String>;

/// One source file.
struct File {
    /// Below `src/`.
    place: String,
    /// What it imports, under the name that it has then.
    imports: BTreeMap<String, Vec<String>>,
    /// Every path in its code.
    paths: Vec<Vec<String>>,
}

fn modules() -> BTreeMap<Module, File> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let file = |path: &Path, text: &str| {
        let place = path.strip_prefix(&src).unwrap().to_string_lossy().into_owned();
        let mut module: Module = place.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        module.pop_if(|last| *last == "mod");
        if module == ["lib"] {
            module.clear();
        }
        let code: String = code(text).flat_map(|line| [line, "\n"]).collect();
        let trees = code.match_indices("use ").filter(|(at, _)| {
            let before = code[..*at].rsplit(['\n', ';']).next().unwrap_or_default().trim();
            before.is_empty() || before.starts_with("pub")
        });
        let imports = trees.flat_map(|(at, _)| paths(code[at + 4..].split(';').next().unwrap_or_default()));
        let imports = imports.filter_map(|path| Some((path.last()?.clone(), path))).collect();
        (module, File { place, imports, paths: paths(&code) })
    };
    files().iter().map(|(_, path, text)| file(path, text)).collect()
}

/// The paths of a text, those in braces one by one: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let (mut found, mut rest) = (Vec::new(), text);
    let mut open: Vec<Vec<String>> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        if is_name(first) {
            let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            path.push(rest[..end].to_owned());
            rest = &rest[end..];
            if !rest.starts_with("::") && path.len() > 1 {
                path.pop_if(|last| *last == "self");
                found.push(std::mem::take(&mut path));
            }
        } else if let Some(behind) = rest.strip_prefix("::") {
            rest = behind;
            if let Some(inside) = rest.strip_prefix('{') {
                open.push(path.clone());
                rest = inside;
            }
            continue;
        } else {
            match first {
                '{' => open.push(Vec::new()),
                '}' => drop(open.pop()),
                _ => {}
            }
            rest = &rest[first.len_utf8()..];
        }
        if !rest.starts_with("::") {
            path = open.last().cloned().unwrap_or_default();
        }
    }
    found
}

/// The path below `crate`; `None` for one that is no module's.
fn absolute(modules: &BTreeMap<Module, File>, of: &Module, path: &[String]) -> Option<Vec<String>> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    match path[0].as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([of, &path[1..]].concat()),
        "super" => Some([&of[..of.len().checked_sub(ups)?], &path[ups..]].concat()),
        _ => Some([of.as_slice(), path].concat()).filter(|path| modules.contains_key(&path[..=of.len()])),
    }
}

/// The module in which what a path names is made: names that are handed on are followed.
fn maker(modules: &BTreeMap<Module, File>, path: &[String], steps: usize) -> Option<Module> {
    let end = (0..=path.len()).rev().find(|end| modules.contains_key(&path[..*end]))?;
    let module = path[..end].to_vec();
    let imported = path.get(end).and_then(|name| Some((name, modules[&module].imports.get(name)?)));
    if let Some((_, import)) = imported.filter(|_| steps > 0)
        && let Some(origin) = absolute(modules, &module, import)
        && origin != path
    {
        return maker(modules, &[origin.as_slice(), &path[end + 1..]].concat(), steps - 1);
    }
    Some(module)
}

/// The modules from which each takes something, but for those that it stands in.
fn taken_from(modules: &BTreeMap<Module, File>) -> BTreeMap<&Module, BTreeSet<Module>> {
    let of = |module: &Module, file: &File| {
        let absolute = file.paths.iter().filter_map(|path| absolute(modules, module, path));
        let makers = absolute.filter_map(|path| maker(modules, &path, 5));
        makers.filter(|maker| !module.starts_with(maker)).collect()
    };
    modules.iter().map(|(module, file)| (module, of(module, file))).collect()
}

#[test]
fn no_two_files_take_from_each_other() {
    let modules = modules();
    let taken = taken_from(&modules);
    let reach = |from: &Module| {
        let (mut reached, mut waiting) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = waiting.pop() {
            waiting.extend(taken[&module].iter().filter(|next| reached.insert((*next).clone())).cloned());
        }
        reached
    };
    let reached: BTreeMap<&Module, BTreeSet<Module>> = modules.keys().map(|module| (module, reach(module))).collect();
    assert!(taken.values().map(BTreeSet::len).sum::<usize>() > 800, "the imports are not read any more");
    let circle = |module: &&Module| reached[*module].contains(*module);
    let mut lines = Vec::new();
    for module in modules.keys().filter(circle) {
        for other in taken[module].iter().filter(|other| reached[other].contains(module)) {
            lines.push(format!("{} -> {}", modules[module].place, modules[other].place));
        }
    }
    assert!(lines.is_empty(), "circles:\n{}", lines.join("\n"));
}

#[test]
fn paths_are_read_from_trees() {
    let found = paths("use a::{self, b, c::{d, e}};\nlet x = f::g(h::i); Foo { y: k::l::m }");
    let found: Vec<String> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["a", "a::b", "a::c::d", "a::c::e", "f::g", "h::i", "k::l::m"]);
}
