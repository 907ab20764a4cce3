//! The tree behind projections: what merging makes of two, and what counts as equal.

use restli_wire::{Item, Mask, Resolution};

fn projection(text: &str) -> Mask {
    Mask::parse_projection(text).unwrap()
}

fn fields(text: &str) -> Mask {
    Mask::parse_fields(text).unwrap()
}

#[test]
fn the_tree_can_be_walked() {
    let mask = projection("(to,to~person(id)~organization,elements*(a),*)");
    assert!(mask.selects_all());
    let names: Vec<_> = mask.items().map(|(name, _)| name).collect();
    assert_eq!(names, ["to", "elements"]);
    let to = mask.get("to").unwrap();
    let expected = Item {
        selected: true,
        resolutions: vec![
            Resolution::new()
                .of_kind("person")
                .with(Mask::new().field("id")),
            Resolution::new().of_kind("organization"),
        ],
        ..Item::default()
    };
    assert_eq!(to, &expected);
    assert!(
        mask.get("elements")
            .unwrap()
            .each
            .as_ref()
            .unwrap()
            .get("a")
            .unwrap()
            .selected
    );
    assert!(mask.get("paging").is_none());
}

#[test]
fn a_resolution_does_not_ask_for_the_field() {
    assert!(!projection("(a~(b))").get("a").unwrap().selected);
}

#[test]
fn nothing_and_everything_can_be_told() {
    assert!(Mask::new().is_empty());
    assert!(fields("").is_empty());
    assert!(!Mask::new().all().is_empty());
    assert!(!Mask::new().exclude("a").is_empty());
    assert!(!Mask::new().field("a").selects_all());
    assert!(projection("(*(b),*)").selects_all());
    assert!(projection("(*,*(b))").selects_all());
    assert!(!projection("(*(b))").selects_all());
}

#[test]
fn the_order_of_the_builder_does_not_matter() {
    let part = || Mask::new().field("b");
    assert_eq!(
        Mask::new().field("a").within("a", part()),
        Mask::new().within("a", part()).field("a")
    );
    assert_eq!(
        Mask::new().field("a").each("a", part()),
        Mask::new().each("a", part()).field("a")
    );
    assert_eq!(
        Mask::new().each("a", part()).within("a", Mask::new().all()),
        Mask::new().within("a", Mask::new().all()).each("a", part()),
    );
    assert_eq!(
        Mask::new().exclude("a").field("a"),
        Mask::new().field("a").exclude("a")
    );
    assert_eq!(
        Mask::new().range("a", 1, Some(2)).each("a", part()),
        Mask::new().each("a", part()).range("a", 1, Some(2)),
    );
    assert_eq!(
        Mask::new().range("a", 1, None),
        Mask::new().range("a", 1, None).within("a", Mask::new())
    );
}

#[test]
fn merging_unites() {
    let table = [
        ("a", "b", "a,b"),
        ("a:(b)", "a:(c)", "a:(b,c)"),
        ("a", "a:(b)", "a:($*,b)"),
        ("a:(b)", "a", "a:($*,b)"),
        ("a:($*:(x))", "a:($*:(y))", "a:($*:(x,y))"),
        ("a:($*:(x))", "a:(k:(y))", "a:($*:(x),k:(y))"),
        ("-a", "a:(b),c", "-a,c"),
        ("a", "-a", "-a"),
        ("", "a", "a"),
        ("a", "", "a"),
        ("$*", "a:(b)", "$*,a:(b)"),
        (
            "t:($*:(a),$start:0,$count:5)",
            "t:($*:(a),$start:10,$count:5)",
            "t:($*:(a),$start:0,$count:15)",
        ),
        (
            "t:($*:(a),$start:5)",
            "t:($*:(a),$start:2,$count:1)",
            "t:($*:(a),$start:2)",
        ),
        ("t:($*:(a),$start:5)", "t", "t:($*:($*,a))"),
        ("a:()", "a:(b)", "a:(b)"),
    ];
    for (left, right, united) in table {
        let merged = fields(left).merge(fields(right));
        assert_eq!(merged.to_fields().unwrap(), united, "{left} + {right}");
        let turned = fields(right).merge(fields(left));
        assert!(merged.equivalent(&turned), "{right} + {left}");
    }
    let merged = projection("(a~(x),b~k(y))").merge(projection("(a~(z),b~l,a)"));
    assert_eq!(merged.to_projection().unwrap(), "(a,a~(x,z),b~k(y)~l)");
    // A resolution is not the elements themselves, so it leaves their range alone.
    let range = Mask::new().range("t", 1, None);
    let resolved = Mask::new().resolve("t", Resolution::new());
    assert_eq!(
        range
            .clone()
            .merge(resolved.clone())
            .get("t")
            .unwrap()
            .range,
        Some((1, None))
    );
    assert_eq!(
        resolved.merge(range).get("t").unwrap().range,
        Some((1, None))
    );
}

#[test]
fn equal_projections() {
    let table = [
        ("(a,b)", "(b,a)"),
        ("(elements(*(x)))", "(elements*(x))"),
        ("(a~:v)", "(a~kind:v)"),
        ("(a~)", "(a~kind)"),
        ("(a~(x,y))", "(a~kind(y,x))"),
        ("(a~k(x)~l(y))", "(a~l(y)~k(x))"),
        ("(a~k(x)~l(y))", "(a~k(x),a~l(y))"),
        // The one without a kind must take the place that the others leave.
        ("(a~(x),a~k(x))", "(a~k(x),a~l(x))"),
        ("(a~(x),a~k(x))", "(a~l(x),a~k(x))"),
        ("(a)", "(a(*))"),
        ("(a)", "(a*)"),
        ("(a(*))", "(a*(*))"),
        ("(*)", "(*(*))"),
        ("(a(*,b~))", "(a,a(b~))"),
        ("(a*(*))", "(a*(*(*)))"),
    ];
    for (left, right) in table {
        assert!(
            projection(left).equivalent(&projection(right)),
            "{left} {right}"
        );
        assert!(
            projection(right).equivalent(&projection(left)),
            "{right} {left}"
        );
    }
    assert!(fields("a:($*:(b),$start:0)").equivalent(&fields("a:($*:(b))")));
    assert!(fields("a:($*:($*),k:(b))").equivalent(&fields("a:($*,k:(b))")));
    assert!(fields("a:(b)").equivalent(&projection("(a(b))")));
    // What is asked of every field is asked of each.
    for (left, right) in [
        ("m:($*:(a),k:(b))", "m:($*:(a),k:(a,b))"),
        ("m:($*:(a))", "m:($*:(a),k:(a))"),
        ("m:($*:(a:(b)))", "m:($*:(a:(b)),k:(a:(b)))"),
        ("m:($*:(a:(b)),k:(a:(c)))", "m:($*:(a:(b)),k:(a:(b,c)))"),
        ("m:($*:(a))", "m:($*:(a),k:(a:(b)))"),
        ("$*:(a),k:(b)", "$*:(a),k:(a,b)"),
    ] {
        assert!(fields(left).equivalent(&fields(right)), "{left} {right}");
        assert!(fields(right).equivalent(&fields(left)), "{right} {left}");
    }
}

#[test]
fn different_projections() {
    let table = [
        ("(a)", "(b)"),
        ("(a)", "(a,b)"),
        ("(a)", "(*)"),
        ("(a)", "(a~)"),
        ("(a~)", "(a,a~)"),
        ("(a~)", "(a~(*))"),
        ("(a~)", "(a*~)"),
        ("(a~k)", "(a~l)"),
        ("(a~k(x)~l(y))", "(a~k(y)~l(x))"),
        ("(a~k)", "(a~k~l)"),
        ("(a~:v)", "(a~:w)"),
        ("(a~:v)", "(a~v)"),
        ("(a(b))", "(a*(b))"),
        ("(a(b))", "(a)"),
        ("(a(b))", "(a(*,b))"),
        ("(a*(b))", "(a*(*,b))"),
        ("(*,a)", "(*)"),
        ("(*(b))", "(b)"),
        ("(*(b))", "(*)"),
        ("(a*(*(*),b))", "(a)"),
        ("(*(*),*~)", "(*)"),
    ];
    for (left, right) in table {
        assert!(
            !projection(left).equivalent(&projection(right)),
            "{left} {right}"
        );
        assert!(
            !projection(right).equivalent(&projection(left)),
            "{right} {left}"
        );
    }
    let table = [
        ("a", "-a"),
        ("a:($start:1)", "a"),
        ("a:($start:1)", "a:($start:1,$count:1)"),
        ("a:()", "a"),
        ("a:()", "a:(b)"),
        ("", "a:()"),
        ("a:($*:(b),k)", "a:($*:(b))"),
        ("a:($*:(b),k)", "a:($*:(b),k:(c))"),
        ("a:($*:(b),k:(c))", "a:($*:(b),k:(b))"),
        ("a:($*:(b),k:(-b))", "a:($*:(b))"),
        ("a:($*:(b),k:(b:($start:1)))", "a:($*:(b))"),
        ("a:($*:(b:(c)),k:(b))", "a:($*:(b:(c)))"),
        ("$*:(a),k:(b)", "$*:(a)"),
    ];
    for (left, right) in table {
        assert!(!fields(left).equivalent(&fields(right)), "{left} {right}");
        assert!(!fields(right).equivalent(&fields(left)), "{right} {left}");
    }
    let resolved = Mask::new().resolve("a", Resolution::new());
    assert!(!resolved.equivalent(&resolved.clone().within("a", Mask::new())));
}

#[test]
fn deep_wildcards_compare_quickly() {
    for inner in ["*", "*,b", "a"] {
        let deep = |depth: usize| {
            let text = format!("{}({inner}){}", "(**".repeat(depth), ")".repeat(depth));
            projection(&text)
        };
        assert!(deep(60).equivalent(&deep(60)), "{inner}");
        assert_eq!(deep(60).equivalent(&deep(59)), inner == "*");
    }
}

#[test]
fn many_resolutions_compare_quickly() {
    let with_kinds: Vec<_> = (0..60).map(|number| format!("a~k{number}(x)")).collect();
    let mut other = with_kinds.clone();
    other.reverse();
    other[0] = "a~z(y)".to_owned();
    let left = projection(&format!("({})", with_kinds.join(",")));
    let right = projection(&format!("({})", other.join(",")));
    assert!(!left.equivalent(&right));
    assert!(left.equivalent(&left.clone()));
}
