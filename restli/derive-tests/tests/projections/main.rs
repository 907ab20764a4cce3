//! Projections of the generator's golden service: what they ask for, and what is read as them.

mod names;
mod records;
mod resolving;
mod unions;

use library::Projection;
use library::restli::Json;

/// What a projection asks for, in the spelling `projection`.
fn asked<P: Projection>() -> String {
    P::mask()
        .to_projection()
        .expect("every mask can be spelled")
}

fn read<P: Projection>(json: &str) -> P {
    serde_json::from_str(json).expect("the projection is read")
}

/// Why an answer cannot be read, as the client says it.
fn refused<P: Projection>(json: &str) -> String {
    let json: Json = json.parse().expect("JSON");
    match json.deserialize::<P>() {
        Ok(_) => panic!("the projection was read"),
        Err(error) => error.to_string(),
    }
}
