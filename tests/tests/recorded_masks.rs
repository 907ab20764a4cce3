//! Every mask of a recorded request is read, and written as something that reads the same.
//!
//! The generated tests compare the masks of typed calls with them; this says how many there are.

use std::path::Path;

use restli_wire::Mask;

#[test]
fn every_mask_of_a_recorded_request_is_read_and_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/samples");
    let mut requests = Vec::new();
    collect(&folder, &mut requests);
    let (mut projections, mut fields) = (0, 0);
    for path in &requests {
        let query = path.split_once('?').map_or("", |(_, query)| query);
        for pair in query.split('&') {
            let (mask, text): (_, fn(&Mask) -> _) = match pair.split_once('=') {
                Some(("projection", text)) => {
                    projections += 1;
                    (Mask::parse_projection(text), Mask::to_projection)
                }
                Some(("fields", text)) => {
                    fields += 1;
                    (Mask::parse_fields(text), Mask::to_fields)
                }
                _ => continue,
            };
            let mask = mask.unwrap_or_else(|error| panic!("{pair}: {error}"));
            let written = text(&mask).unwrap_or_else(|error| panic!("{pair}: {error}"));
            let again = match pair.starts_with("projection") {
                true => Mask::parse_projection(&written),
                false => Mask::parse_fields(&written),
            };
            assert_eq!(again.unwrap(), mask, "{pair}: {written}");
            assert_eq!(text(&mask).unwrap(), written);
        }
    }
    println!(
        "{projections} projections and {fields} field lists in {} recorded requests",
        requests.len()
    );
    assert!(projections > 0, "no mask among {} requests", requests.len());
}

/// The paths of all requests below a folder.
fn collect(folder: &Path, paths: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            let sample: serde_json::Value = serde_json::from_str(&text).unwrap();
            paths.extend(sample["request"]["path"].as_str().map(str::to_owned));
        }
    }
}
