//! Permissions as callers meet them: known ones by name, others as they come.

use library::Scope;

#[test]
fn a_permission_is_its_text() {
    assert_eq!(Scope::Read.as_str(), "read");
    assert_eq!(AsRef::<str>::as_ref(&Scope::Keys), "house/keys");
    assert_eq!(format!("{:>6}", Scope::Lend), "  lend");
    assert_eq!(Scope::from("house/keys"), Scope::Keys);
    assert_eq!("manage".parse(), Ok(Scope::Manage));
    let written = serde_json::to_string(&[Scope::Keys, Scope::from("sing")]).expect("it is JSON");
    assert_eq!(written, r#"["house/keys","sing"]"#);
}

#[test]
fn a_permission_that_the_schema_does_not_know_is_kept() {
    let other = Scope::from("sing");
    assert!(matches!(other, Scope::Unknown(_)));
    assert_eq!(other.as_str(), "sing");
    assert_ne!(other, Scope::Read);
}

#[test]
fn permissions_are_asked_for_as_texts() {
    fn asked(scopes: impl IntoIterator<Item = impl AsRef<str>>) -> String {
        let scopes = scopes.into_iter().map(|scope| scope.as_ref().to_owned());
        scopes.collect::<Vec<_>>().join(" ")
    }
    assert_eq!(asked([Scope::Read, Scope::Lend]), "read lend");
    assert_eq!(asked(["read", "lend"]), "read lend");
}
