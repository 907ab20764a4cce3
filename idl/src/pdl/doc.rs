//! Documentation comments: the text without the stars that lead its lines.

/// The text between `/**` and `*/` as its author meant it; nothing if it is blank.
pub(crate) fn strip(written: &str) -> Option<String> {
    let mut lines: Vec<&str> = Vec::new();
    for (at, line) in written.lines().enumerate() {
        let line = line.trim_end();
        let trimmed = line.trim_start();
        lines.push(match trimmed.strip_prefix('*') {
            Some(rest) if at > 0 => rest,
            _ if at == 0 => trimmed,
            _ => line,
        });
    }
    let blank = |line: &&str| line.trim().is_empty();
    // Blanks only: other white space may be wider than a byte, and is rarely indentation.
    let indentation = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    // The first line stands behind `/**`, so that its indentation says nothing.
    let inner = lines.iter().skip(1).filter(|line| !blank(line));
    let common = inner.map(indentation).min().unwrap_or(0);
    let cut = |(at, line): (usize, &&str)| -> String {
        match at {
            0 => (*line).to_owned(),
            _ => line.get(common..).unwrap_or_default().to_owned(),
        }
    };
    let lines: Vec<String> = lines.iter().enumerate().map(cut).collect();
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let last = lines.iter().rposition(|line| !line.trim().is_empty())?;
    Some(lines[first..=last].join("\n"))
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn stars_and_indentation_go() {
        for (written, expected) in [
            (" A book. ", Some("A book.")),
            ("A book.", Some("A book.")),
            (
                "\n   * One.\n   *\n   *   Two.\n   ",
                Some("One.\n\n  Two."),
            ),
            (" One.\n * Two.\n * - three\n ", Some("One.\nTwo.\n- three")),
            ("\n  One.\n    Two.\n", Some("One.\n  Two.")),
            ("\n * **bold**\n", Some("**bold**")),
            ("\r\n * One.\r\n * Two.\r\n ", Some("One.\nTwo.")),
            ("\n *  é\n *\u{a0}x", Some("  é\n\u{a0}x")),
            ("", None),
            ("\n *\n * \n", None),
        ] {
            assert_eq!(strip(written).as_deref(), expected, "{written:?}");
        }
    }
}
