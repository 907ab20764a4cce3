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

/// Makes a struct a projection of a record, or an enum one of a union.
///
/// ```
/// #[derive(library::Projection)]
/// #[projection(of = library::Reader)]
/// struct Card {
///     name: String,
///     #[projection(resolves = "favourite")]
///     author: Option<Author>,
/// }
///
/// #[derive(library::Projection)]
/// #[projection(of = library::Author)]
/// struct Author {
///     #[projection(rename = "name")]
///     full_name: String,
/// }
///
/// let mask = <Card as library::Projection>::mask();
/// assert_eq!(mask.to_projection().unwrap(), "(name,favourite~(name))");
/// ```
///
/// # The type
///
/// | attribute | meaning |
/// | --- | --- |
/// | `of = library::Reader` | the record or union that is read; the first segment names the generated crate |
/// | `crate = library` | the generated crate, where the path of `of` does not begin with it |
///
/// # Fields of a struct
///
/// A field has the name of the entity's field, and its type or that of a projection of it. `Option<T>` may be
/// absent; of any other type absence is an error that names the path. Lists and maps stay such; what the entity
/// has in a `Box` stands without one.
///
/// | attribute | meaning |
/// | --- | --- |
/// | `rename = "name"` | the entity's field, where this one is called otherwise |
/// | `resolves = "favourite"` | what the URN in the entity's field `favourite` is resolved to; `Option<T>`, `T`, or `Result<T, DecorationError>` for the reason why it did not come |
/// | `variant = "portraits"` | through a named variant; beside `resolves` |
/// | `whole` | the schema gives the field a hand-written type, which only serde knows |
///
/// A field of type `Decorated<T>` holds the URN and what it was resolved to, one of type `DecoratedList<T>`
/// those of a list.
///
/// # Variants of an enum
///
/// A variant has the name of the union's, and holds what it holds, or a projection of it. `#[projection(other)]`
/// on a variant without a value stands for everything else. Without one, something else counts as absent in a
/// field; in a list or a map, and as the entity of a call, it is an error. `whole` is as for fields.
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
