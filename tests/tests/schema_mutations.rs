//! The samples guard the schema: change one thing in the YAML, and a sample no longer fits.

use std::path::Path;

use restli_model::source::SourceSet;

/// File, what stands there, what it is changed into, and the sample that notices.
const MUTATIONS: &[(&str, &str, &str, &str)] = &[
    // A parameter's name.
    (
        "resources/identity/clientAwareMemberHandles.yaml",
        "      members: {",
        "      people: {",
        "clientAwareMemberHandles.members.1",
    ),
    // A parameter's type.
    (
        "resources/identity/clientAwareMemberHandles.yaml",
        "\"[Urn<person>]\"",
        "\"[long]\"",
        "clientAwareMemberHandles.members.1",
    ),
    // A finder's name.
    (
        "resources/network/connections.yaml",
        "  viewer:",
        "  watcher:",
        "connections.viewer.1",
    ),
    // A field's name on the wire.
    (
        "types/identity/person.yaml",
        "      firstName:",
        "      givenName:",
        "me.get.1",
    ),
    // A field's type.
    (
        "types/identity/date.yaml",
        "year: { type: int",
        "year: { type: string",
        "me.get.11",
    ),
    // The base.
    (
        "resources/identity/me.yaml",
        "base: v2",
        "base: rest",
        "me.get.1",
    ),
    // A decoration.
    (
        "resources/network/connections.yaml",
        " decorates: Person,",
        "",
        "connections.viewer.4",
    ),
    // A variant.
    (
        "urns.yaml",
        "      playableStreams:",
        "      renditions:",
        "me.get.4",
    ),
    // The type of a field in one of several kinds.
    (
        "types/identity/handle.yaml",
        "countryCode: { type: string",
        "countryCode: { type: long",
        "clientAwareMemberHandles.members.2",
    ),
    // The type of a union's member.
    (
        "types/identity/media.yaml",
        "StillImage: { type: StillImage,",
        "StillImage: { type: Video,",
        "me.get.4",
    ),
    // A key.
    (
        "resources/identity/people.yaml",
        "      id: { type: string",
        "      number: { type: string",
        "people.get.1",
    ),
    // A header.
    (
        "resources/identity/clientAwareMemberHandles.yaml",
        "      Caller-Device-UUID:",
        "      Caller-Device-Id:",
        "clientAwareMemberHandles.handleString.1",
    ),
    // What a method returns.
    (
        "resources/network/connections.yaml",
        "returns: ConnectionSize",
        "returns: Connection",
        "connections.get.1",
    ),
    // A choice of shapes.
    (
        "resources/identity/userinfo.yaml",
        "      Locale: Locale",
        "      Parts: Date",
        "userinfo.get.2",
    ),
];

#[test]
fn each_mutation_is_caught_by_a_sample_that_is_named() {
    let pristine = SourceSet::read(Path::new(linkedin_tests::SCHEMA)).unwrap();
    assert!(!restli_model::load(&pristine).1.has_errors());

    for (file, from, to, sample) in MUTATIONS {
        let mut changed = false;
        let files = pristine.files().iter().map(|source| {
            let (name, text) = (source.path().to_owned(), source.text());
            if name != *file {
                return (name, text.to_owned());
            }
            assert!(text.contains(from), "{file} has no `{from}`");
            changed = true;
            (name, text.replacen(from, to, 1))
        });
        let mutated = SourceSet::from_files(files);
        assert!(changed, "there is no {file}");
        let (_, report) = restli_model::load(&mutated);
        let text = report.render(false);
        println!("{file}: `{}` -> `{}`: {sample}", from.trim(), to.trim());
        assert!(
            text.contains(&format!("{sample}.json")),
            "`{from}` -> `{to}` in {file} is not caught by {sample}:\n{text}"
        );
    }
}
