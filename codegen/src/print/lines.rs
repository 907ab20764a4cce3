//! Functions that fit on a line, or almost.
//!
//! Most of what is generated are functions that do one thing, and there are several for each field;
//! on a line each, they read as the list that they are.

use super::Part;

/// Columns of a line with a function on it.
const WIDTH: usize = 120;
/// Lines of documentation and code with which a function still is one of a list.
const SHORT: usize = 5;

/// The text of an `impl` with one function in it: the function on one line if it fits.
pub(super) fn shortened(text: String) -> (String, Part) {
    let lines: Vec<&str> = text.lines().collect();
    let Some(at) = lines.iter().rposition(|line| is_signature(line)) else {
        return (text, Part::Apart);
    };
    let (signature, body) = signature(&lines[at..]);
    let function = joined(&signature, body);
    let (before, length) = (&lines[..at], function.len());
    let above = before.iter().filter(|line| line.starts_with("    "));
    let part = match above.count() + length <= SHORT {
        true => Part::Line,
        false => Part::Apart,
    };
    let mut text = before.join("\n");
    for line in function {
        text.push('\n');
        text.push_str(&line);
    }
    text.push_str("\n}\n");
    (text, part)
}

fn is_signature(line: &str) -> bool {
    line.starts_with("    pub fn ") || line.starts_with("    fn ")
}

/// The signature on one line if that fits, and what follows.
fn signature<'a>(lines: &'a [&'a str]) -> (Vec<String>, &'a [&'a str]) {
    let end = lines.iter().position(|line| line.ends_with('{'));
    let (signature, body) = lines.split_at(end.map_or(0, |end| end + 1));
    let [first, parameters @ .., last] = signature else {
        return (
            signature.iter().map(|&line| line.to_owned()).collect(),
            body,
        );
    };
    let parameters: Vec<&str> = parameters.iter().map(|line| line.trim()).collect();
    let parameters = parameters.join(" ");
    let joined = format!("{first}{}{}", parameters.trim_end_matches(','), last.trim());
    if joined.chars().count() > WIDTH {
        return (
            signature.iter().map(|&line| line.to_owned()).collect(),
            body,
        );
    }
    (vec![joined], body)
}

/// `    fn a() { b }`, for a function of at most two statements; else its lines as they are.
fn joined(signature: &[String], body: &[&str]) -> Vec<String> {
    // Without the brace of the `impl`.
    let body = &body[..body.len().saturating_sub(1)];
    let apart = || {
        let body = body.iter().map(|&line| line.to_owned());
        signature.iter().cloned().chain(body).collect()
    };
    let ([signature], [statements @ .., "    }"]) = (signature, body) else {
        return apart();
    };
    let is_plain = |line: &&str| line.starts_with("        ") && !line[8..].starts_with(' ');
    if !matches!(statements.len(), 1 | 2) || !statements.iter().all(is_plain) {
        return apart();
    }
    let statements: Vec<&str> = statements.iter().map(|line| line.trim()).collect();
    let function = format!("{signature} {} }}", statements.join(" "));
    match function.chars().count() <= WIDTH {
        true => vec![function],
        false => apart(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_that_fits_stands_on_one_line() {
        let text = "impl A {\n    /// Docs {\n    pub fn a(self) -> B {\n        self.b;\n        B\n    }\n}\n";
        let (text, part) = shortened(text.to_owned());
        assert_eq!(
            text,
            "impl A {\n    /// Docs {\n    pub fn a(self) -> B { self.b; B }\n}\n"
        );
        assert_eq!(part, Part::Line);
    }

    #[test]
    fn parameters_stand_on_one_line_where_they_fit() {
        let text = "impl A {\n    fn a(\n        self,\n        b: B,\n    ) -> C {\n        match b {\n            _ => C,\n        }\n    }\n}\n";
        let (text, part) = shortened(text.to_owned());
        assert_eq!(
            text,
            "impl A {\n    fn a(self, b: B) -> C {\n        match b {\n            _ => C,\n        }\n    }\n}\n"
        );
        assert_eq!(part, Part::Line);
    }

    #[test]
    fn what_does_not_fit_or_has_parts_stays() {
        let long = format!("        {}", "a".repeat(110));
        for (body, part) in [
            (long.as_str(), Part::Line),
            ("        a;\n        b;\n        c", Part::Line),
            (
                "        match a {\n            B => {}\n            _ => {}\n        }",
                Part::Apart,
            ),
        ] {
            let text = format!("impl A {{\n    fn a() {{\n{body}\n    }}\n}}\n");
            assert_eq!(shortened(text.clone()), (text, part));
        }
    }
}
