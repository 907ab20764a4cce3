//! Where in a resource or a type the comparison is.

use crate::finding::{About, Node};

/// A path, and what it is about.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    steps: Vec<String>,
    pub(crate) about: About,
}

impl Spot {
    /// A resource; its paths begin with `/`.
    pub(crate) fn resource(name: &str) -> Self {
        Self {
            steps: vec![String::new()],
            about: About::Resource(name.to_owned(), Node::Whole),
        }
    }

    /// A named type; its paths begin with its name.
    pub(crate) fn schema(name: &str) -> Self {
        Self {
            steps: vec![name.to_owned()],
            about: About::Type(name.to_owned(), Node::Whole),
        }
    }

    /// The API as a whole.
    pub(crate) fn api() -> Self {
        Self {
            steps: vec![String::new()],
            about: About::Api(Node::Whole),
        }
    }

    /// One step further in.
    pub(crate) fn at(&self, step: impl Into<String>) -> Self {
        let mut spot = self.clone();
        spot.steps.push(step.into());
        spot
    }

    /// Several steps further in.
    pub(crate) fn steps(&self, steps: &[String]) -> Self {
        let mut spot = self.clone();
        spot.steps.extend_from_slice(steps);
        spot
    }

    /// The same place, about another part of its subject.
    pub(crate) fn about(&self, node: Node) -> Self {
        let mut spot = self.clone();
        match &mut spot.about {
            About::Api(own) | About::Resource(_, own) | About::Type(_, own) => *own = node,
        }
        spot
    }

    /// The same place, about a resource below the present one.
    pub(crate) fn below(&self, name: &str) -> Self {
        let mut spot = self.clone();
        if let About::Resource(own, node) = &mut spot.about {
            *own = format!("{own}/{name}");
            *node = Node::Whole;
        }
        spot
    }

    /// The path as Rest.li's checker writes it.
    pub(crate) fn path(&self) -> String {
        match self.steps.as_slice() {
            [root] if root.is_empty() => "/".to_owned(),
            steps => steps.join("/"),
        }
    }
}
