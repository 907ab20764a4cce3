//! `#[derive(Projection)]`: a struct that says what to ask of an entity, and is what the answer is read as.
//!
//! The derive knows no schema. It writes the names that the user wrote into calls of the generated crate, so
//! that the compiler checks them where they stand, with the generated fields to suggest from.

mod attributes;
mod input;
mod projection;
mod record;
mod union;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use input::{Input, Shape};

// Its example needs a client: `restli-derive-tests` runs it.
#[cfg_attr(not(doctest), doc = include_str!("projection.md"))]
#[proc_macro_derive(Projection, attributes(projection))]
pub fn projection(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).into()
}

fn expand(input: &DeriveInput) -> proc_macro2::TokenStream {
    let expanded = Input::read(input).map(|input| match &input.shape {
        Shape::Record(fields) => record::expand(&input, fields),
        Shape::Union(union) => union::expand(&input, union),
    });
    expanded.unwrap_or_else(syn::Error::into_compile_error)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    /// `cargo test -p restli-derive --lib -- --ignored --nocapture`
    #[test]
    #[ignore = "a figure, and no check"]
    fn expansion_takes_time() {
        let fields: String = (0..10)
            .map(|index| format!("field{index}: Option<Vec<String>>,"))
            .collect();
        let text = format!("#[projection(of = library::Book)] struct Card {{ {fields} }}");
        let input = syn::parse_str(&text).expect("a struct");
        let start = Instant::now();
        for _ in 0..1000 {
            std::hint::black_box(super::expand(&input));
        }
        println!("{:?} per derive of 10 fields", start.elapsed() / 1000);
    }
}
