//! `cargo xtask promises`: runs the test behind each promise and writes what it has measured beside it.
//!
//! A figure that somebody typed is a claim; these are what the tests print.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use clap::Args;

use crate::root;

/// Runs the tests behind `PROMISES.md` and writes their figures into it.
#[derive(Args)]
pub(crate) struct Promises {
    /// Only says whether each promise has a test that passes and a figure.
    #[arg(long)]
    check: bool,
    /// Lets tests of random input run for a million cases, which takes a quarter of an hour.
    #[arg(long)]
    long: bool,
}

/// A line of the table.
struct Promise<'a> {
    id: &'a str,
    test: Test<'a>,
}

#[derive(Debug, PartialEq, Eq)]
enum Test<'a> {
    /// Package, target and name of a test of cargo's.
    Cargo([&'a str; 3]),
    /// A script of this repository.
    Script(&'a str),
}

impl Promises {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        let path: PathBuf = root().join("PROMISES.md");
        let read = fs::read_to_string(&path);
        let page = read.map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let promises: Vec<_> = page.lines().filter_map(promise).collect::<Result<_, _>>()?;
        if promises.is_empty() {
            return Err(format!("{} promises nothing", path.display()).into());
        }
        let figures = self.measure(&promises)?;
        for promise in &promises {
            match figures.get(promise.id) {
                Some(figure) => println!("{}: {figure}", promise.id),
                None => return Err(format!("the test of {} prints no figure", promise.id).into()),
            }
        }
        println!(
            "{} promises, each with a test that passes and a figure",
            promises.len()
        );
        if !self.check {
            let page = with_figures(&page, &figures);
            let written = fs::write(&path, page);
            written.map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The figures by the ids of their promises.
    fn measure(&self, promises: &[Promise<'_>]) -> Result<BTreeMap<String, String>, String> {
        let mut targets = BTreeMap::<_, Vec<&str>>::new();
        let mut outputs = Vec::new();
        for promise in promises {
            match promise.test {
                Test::Cargo([package, target, name]) => {
                    targets.entry((package, target)).or_default().push(name);
                }
                Test::Script(path) => outputs.push(script(path)?),
            }
        }
        for ((package, target), names) in targets {
            outputs.push(self.test(package, target, &names)?);
        }
        let mut figures = BTreeMap::new();
        for output in outputs {
            let lines = output.lines().filter_map(|line| line.split_once("figure "));
            let lines = lines.filter_map(|(_, figure)| figure.split_once(": "));
            figures.extend(lines.map(|(id, figure)| (id.to_owned(), figure.to_owned())));
        }
        Ok(figures)
    }

    /// What these tests print. They have to pass.
    fn test(&self, package: &str, target: &str, names: &[&str]) -> Result<String, String> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(root());
        cargo.args(["test", "--locked", "--package", package, "--test", target]);
        match package {
            "restli" => cargo.arg("--all-features"),
            "linkedin" => cargo.args(["--features", "full"]),
            _ => &mut cargo,
        };
        if self.long {
            cargo.envs([("RESTLI_CASES", "1000000"), ("MUTATED_REPLIES", "1000000")]);
        }
        // One at a time, since they measure.
        cargo.args([
            "--",
            "--exact",
            "--nocapture",
            "--include-ignored",
            "--test-threads=1",
        ]);
        let output = cargo.args(names).stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| format!("cargo does not start: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            return Err(format!("a test of {package} {target} fails:\n{text}"));
        }
        match text.contains(&format!("test result: ok. {} passed", names.len())) {
            true => Ok(text),
            false => Err(format!(
                "{package} {target} has not all of the tests {names:?}"
            )),
        }
    }
}

/// What a script prints. It has to succeed.
fn script(path: &str) -> Result<String, String> {
    let mut command = Command::new(root().join(path));
    let output = command
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output();
    let output = output.map_err(|error| format!("{path} does not start: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => Ok(text),
        false => Err(format!("{path} fails:\n{text}")),
    }
}

/// A promise: `| id | promise | test | figure |`, with the test as package, target and name, or as a path.
fn promise(line: &str) -> Option<Result<Promise<'_>, String>> {
    let [id, _, test, _] = cells(line)?;
    let test = test.trim_matches('`').split(' ').collect::<Vec<_>>();
    let test = match *test {
        [package, target, name] => Test::Cargo([package, target, name]),
        [path] => Test::Script(path),
        _ => {
            return Some(Err(format!(
                "{id} does not name its test as package, target and name"
            )));
        }
    };
    Some(Ok(Promise { id, test }))
}

/// The cells of a row of the table of promises.
fn cells(line: &str) -> Option<[&str; 4]> {
    let row = line.strip_prefix("| ")?.strip_suffix('|')?;
    let row = Some(row).filter(|row| row.starts_with('T'))?;
    let cells: Vec<_> = row.splitn(4, " | ").map(str::trim).collect();
    cells.try_into().ok()
}

fn with_figures(page: &str, figures: &BTreeMap<String, String>) -> String {
    let mut written = String::with_capacity(page.len());
    for line in page.lines() {
        match cells(line).and_then(|cells| Some((cells, figures.get(cells[0])?))) {
            Some(([id, promise, test, _], figure)) => {
                let figure = figure.replace('|', "\\|");
                written.push_str(&format!("| {id} | {promise} | {test} | {figure} |\n"));
            }
            None => {
                written.push_str(line);
                written.push('\n');
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_go_where_their_promise_stands() {
        let page = "# P\n\n| id | promise | test | figure |\n| T1 | it holds | `a b c::d` | old |\n| T2 | x | `a b e` | |\n";
        let promises: Vec<_> = page
            .lines()
            .filter_map(promise)
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(promises.len(), 2);
        assert_eq!(promises[0].test, Test::Cargo(["a", "b", "c::d"]));
        let figures = [("T1", "5 | 6"), ("T2", "7")];
        let figures = figures
            .map(|(id, figure)| (id.to_owned(), figure.to_owned()))
            .into();
        assert_eq!(
            with_figures(page, &figures),
            "# P\n\n| id | promise | test | figure |\n| T1 | it holds | `a b c::d` | 5 \\| 6 |\n| T2 | x | `a b e` | 7 |\n"
        );
        assert!(promise("| T1 | p | `a b` | |").unwrap().is_err());
    }
}
