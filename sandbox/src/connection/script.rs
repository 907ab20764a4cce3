//! What goes over a connection, step by step.
//!
//! Steps are made while they are played, so a reply without end takes no more memory than one piece
//! of it.

use std::collections::VecDeque;
use std::time::Duration;

use axum::body::Bytes;

/// One thing that a server can do to a connection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// Send these bytes.
    Write(Bytes),
    /// Do nothing for a while.
    Pause(Duration),
    /// Do nothing until the client goes.
    Hang,
    /// End the connection in order, after what was sent.
    Close,
    /// End it with a reset, which also takes back what was sent and not yet read.
    Reset,
}

/// Steps in their order. Afterwards the connection goes on, unless a step ended it.
pub(crate) type Script = Box<dyn Iterator<Item = Step> + Send>;

/// Puts steps into a script after so many of its bytes; `go_on` says whether the rest follows.
pub(crate) fn interrupt(script: Script, after: u64, steps: Vec<Step>, go_on: bool) -> Script {
    Box::new(Interrupted {
        script,
        left: Some(after),
        steps,
        go_on,
        next: VecDeque::new(),
    })
}

struct Interrupted {
    script: Script,
    /// How many bytes are left until then; nothing afterwards.
    left: Option<u64>,
    steps: Vec<Step>,
    go_on: bool,
    next: VecDeque<Step>,
}

impl Iterator for Interrupted {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if let Some(step) = self.next.pop_front() {
            return Some(step);
        }
        if self.left.is_none() && !self.go_on {
            return None;
        }
        let step = self.script.next()?;
        let (Step::Write(bytes), Some(left)) = (&step, self.left) else {
            return Some(step);
        };
        let length = bytes.len() as u64;
        if length < left {
            self.left = Some(left - length);
            return Some(step);
        }
        let (before, rest) = split(bytes, left);
        self.left = None;
        self.next.extend(before.map(Step::Write));
        self.next
            .append(&mut std::mem::take(&mut self.steps).into());
        if self.go_on {
            self.next.extend(rest.map(Step::Write));
        }
        self.next()
    }
}

/// Sends so many bytes at a time, with a pause after each, from a position of the script on.
pub(crate) fn dribble(script: Script, bytes: u64, every: Duration, after: u64) -> Script {
    Box::new(Dribbled {
        script,
        bytes: bytes.max(1),
        every,
        after,
        rest: None,
        pause: false,
    })
}

struct Dribbled {
    script: Script,
    bytes: u64,
    every: Duration,
    /// How many bytes still go at once.
    after: u64,
    rest: Option<Bytes>,
    pause: bool,
}

impl Iterator for Dribbled {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if std::mem::take(&mut self.pause) {
            return Some(Step::Pause(self.every));
        }
        let bytes = match self.rest.take() {
            Some(rest) => rest,
            None => match self.script.next()? {
                Step::Write(bytes) => bytes,
                other => return Some(other),
            },
        };
        let at_once = self.after > 0;
        let (now, rest) = split(&bytes, if at_once { self.after } else { self.bytes });
        self.rest = rest;
        self.pause = !at_once;
        let now = now.unwrap_or_default();
        self.after = self.after.saturating_sub(now.len() as u64);
        Some(Step::Write(now))
    }
}

/// The first so many bytes and the others, where there are any.
fn split(bytes: &Bytes, at: u64) -> (Option<Bytes>, Option<Bytes>) {
    let at = usize::try_from(at).map_or(bytes.len(), |at| at.min(bytes.len()));
    let some = |bytes: Bytes| Some(bytes).filter(|bytes| !bytes.is_empty());
    (some(bytes.slice(..at)), some(bytes.slice(at..)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(pieces: &[&'static str]) -> Script {
        let steps: Vec<_> = { pieces.iter() }
            .map(|piece| Step::Write(Bytes::from_static(piece.as_bytes())))
            .collect();
        Box::new(steps.into_iter())
    }

    fn write(text: &'static str) -> Step {
        Step::Write(Bytes::from_static(text.as_bytes()))
    }

    #[test]
    fn a_script_is_interrupted_wherever_the_byte_stands() {
        let ended = |after| -> Vec<Step> {
            interrupt(script(&["abc", "de"]), after, vec![Step::Close], false).collect()
        };
        assert_eq!(ended(0), [Step::Close]);
        assert_eq!(ended(2), [write("ab"), Step::Close]);
        assert_eq!(ended(3), [write("abc"), Step::Close]);
        assert_eq!(ended(4), [write("abc"), write("d"), Step::Close]);
        assert_eq!(ended(6), [write("abc"), write("de")], "it ended before");
    }

    #[test]
    fn the_rest_follows_if_it_is_to_go_on() {
        let pause = Step::Pause(Duration::from_secs(1));
        let steps: Vec<_> =
            interrupt(script(&["abc", "de"]), 2, vec![pause.clone()], true).collect();
        assert_eq!(steps, [write("ab"), pause, write("c"), write("de")]);
    }

    #[test]
    fn dribbling_begins_where_it_is_told() {
        let every = Duration::from_millis(5);
        let pause = || Step::Pause(every);
        let steps: Vec<_> = dribble(script(&["abc", "de"]), 2, every, 1).collect();
        let expected = [write("a"), write("bc"), pause(), write("de"), pause()];
        assert_eq!(steps, expected);
    }
}
