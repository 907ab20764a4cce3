//! Every kind of name and text, with every word that should not be one.

use std::panic::{AssertUnwindSafe, catch_unwind};

use restli_model::diagnostics::{Code, Report};
use restli_model::source::SourceSet;

use crate::measure::Figures;
use crate::support;
use crate::support::template::Template;
use crate::support::verdict::{Verdict, judge};
use crate::support::words;

#[test]
fn the_template_is_a_schema_without_findings() {
    let sources = SourceSet::from_files(Template::read().with(&[]));
    let (model, report) = restli_model::load(&sources);
    assert!(
        model.is_some() && report.is_empty(),
        "{}",
        report.render(false)
    );
}

#[test]
fn many_words_in_every_place() {
    fill(31);
}

#[test]
#[ignore = "some 25,000 schemas"]
fn every_word_in_every_place() {
    fill(1);
}

/// Fills each slot with every nth word; the next slot with others, so that each word has its turn.
fn fill(nth: usize) {
    let template = Template::read();
    let words = words::all();
    let (mut figures, mut accepted, mut failed) = (Figures::default(), 0, Vec::new());
    for (at, slot) in template.slots().into_iter().enumerate() {
        for word in words.iter().skip(at % nth).step_by(nth) {
            let shown: String = word.chars().take(40).collect();
            let case = format!("{slot:?} = {shown:?}");
            let sources = SourceSet::from_files(template.with(&[(slot, word)]));
            let judged = figures.measure(&case, || {
                catch_unwind(AssertUnwindSafe(|| judge(&sources, &support::options())))
            });
            match judged {
                Ok(Verdict::Accepted(_)) => accepted += 1,
                Ok(Verdict::Refused(report))
                    if points_at(&report, &template.files_with(slot, word)) => {}
                Ok(Verdict::Refused(report)) => failed.push(case + &report.render(false)),
                Err(_) => failed.push(case),
            }
        }
    }
    println!("{accepted} accepted");
    figures.print("names and texts");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(accepted > 0);
}

/// Whether a finding is where the word is: in one of its files, at something that can be read.
fn points_at(report: &Report, files: &[String]) -> bool {
    let mut findings = report.diagnostics().iter();
    findings.any(|finding| {
        let place = finding.place();
        let is_about_file = matches!(finding.code, Code::FileName | Code::FileUnexpected);
        let is_near = files.iter().any(|file| file == place.file.path());
        is_near && (is_about_file || !place.span.is_empty())
    })
}
