//! Keys, read from the texts that stand in answers.

use crate::mini::*;

#[test]
fn keys_are_read_from_their_texts() {
    use restli::Key;
    assert_eq!(i64::from_key_text("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(i64::from_key_text("1.5"), None);
    assert_eq!(f64::from_key_text("1.0E10"), Some(1e10));
    assert_eq!(f64::from_key_text("NaN"), None);
    assert_eq!(bool::from_key_text("true"), Some(true));
    assert_eq!(String::from_key_text("(a"), Some("(a".to_owned()));
    assert_eq!(String::from_key_text("100%25"), Some("100%25".to_owned()));
    assert_eq!(Binding::from_key_text("HARD"), Some(Binding::Hard));
    assert_eq!(
        Digest::from_key_text("\u{ff}a"),
        Some(restli::Fixed([0xFF, b'a']))
    );
    assert_eq!(restli::Bytes::from_key_text("\u{100}"), None);
    assert_eq!(AuthorUrn::from_key_text("x"), None);
    assert_eq!(MapKey::from_key_text("(y:4,x:3)"), Some(MapKey::new(3, 4)));
    for text in ["", "(", "x", "(x:a,y:1)", "List(1)", "(x:List(1))"] {
        assert_eq!(MapKey::from_key_text(text), None, "{text}");
    }
    let loan = LoansKey::from_key_text("(book:7,reader:urn%3Alib%3Aauthor%3Ax)");
    assert_eq!(loan, Some(LoansKey::new(7, AuthorUrn::new("x"))));
}

#[test]
fn keys_with_unions_keep_what_the_schema_does_not_know() {
    /// A key with a union in it.
    #[derive(Clone, Default, PartialEq)]
    struct HeldBy {
        holder: Option<Holder>,
        urns: Option<Vec<AuthorUrn>>,
    }
    impl restli::Record for HeldBy {
        const NAME: &'static str = "HeldBy";
        fn decode<'de, A: restli::MapAccess<'de>>(
            &mut self,
            name: &str,
            value: restli::FieldValue<'_, A>,
        ) -> Result<(), A::Error> {
            match name {
                "holder" => value.nullable(&mut self.holder),
                "urns" => value.read(&mut self.urns),
                _ => value.skip(),
            }
        }
        fn encode<M: restli::SerializeMap>(
            &self,
            out: &mut restli::Fields<'_, M>,
        ) -> Result<(), M::Error> {
            out.write("holder", &self.holder)?;
            out.write("urns", &self.urns)
        }
    }
    restli::record!(HeldBy);
    restli::param!(HeldBy);
    restli::key!(HeldBy);
    let read = |text: &str| <HeldBy as restli::Key>::from_key_text(text).unwrap();
    let key =
        read("(holder:(com.example.Place:(city:Bern,floor:3)),urns:List(urn%3Alib%3Aauthor%3Ax))");
    let place = Place {
        floor: Some(3),
        ..Place::new("Bern")
    };
    assert_eq!(key.holder, Some(Holder::Place(place)));
    assert_eq!(key.urns, Some(vec![AuthorUrn::new("x")]));
    match read("(holder:(com.example.New:(a:List(b,(c:d)))))")
        .holder
        .unwrap()
    {
        Holder::Unknown(member) => {
            assert_eq!(member.name(), Some("com.example.New"));
            assert_eq!(member.value().unwrap().as_str(), r#"{"a":["b",{"c":"d"}]}"#);
        }
        other => panic!("{other:?}"),
    }
    // Null is left out.
    let null = HeldBy {
        holder: Some(Holder::Null),
        urns: None,
    };
    assert_eq!(
        restli::ToValue::to_value(&null).unwrap(),
        restli::Value::Map(vec![])
    );
}
