//! Masks beyond one level: wildcards, ranges, exclusion, and those of the envelope.

use restli_wire::Mask;

use super::{fits, misfits, model};

#[test]
fn masks_reach_into_everything() {
    let model = model();
    for mask in [
        "id,name",
        "address:(city,geo:(lat))",
        "steps:($*:(city),$start:10,$count:5)",
        "labels:($*:(city),k1:(zip))",
        "owner:(com.ex.Address:(city))",
        "-note",
        "address:($*,-zip)",
        "tags:($start:1)",
        "open:(anything:(at,all))",
        "",
    ] {
        let call = fits(&model, &format!("GET /books/7?fields={mask}"), None);
        let (_, read) = call.mask.unwrap();
        assert_eq!(read, Mask::parse_fields(mask).unwrap());
    }
    for (mask, name) in [
        ("idd", "idd"),
        ("-notte", "notte"),
        ("address:(town)", "town"),
        ("address:($*,-town)", "town"),
        ("steps:($*:(town))", "town"),
        ("labels:($*:(city),k1:(town))", "town"),
        ("owner:(com.ex.Adress:(city))", "com.ex.Adress"),
        ("owner:(com.ex.Address:(town))", "town"),
        ("name:($start:1)", "name"),
    ] {
        let found = misfits(&model, &format!("GET /books/7?fields={mask}"), None);
        assert!(
            found[0].starts_with("unknown-field | mask `fields`") && found[0].contains(name),
            "{found:?}"
        );
    }
}

#[test]
fn all_methods_that_answer_entities_take_masks() {
    let model = model();
    for head in [
        "GET /books?fields=id",
        "GET /books?ids=List(1)&fields=id",
        "GET /books?q=search&fields=id",
        "GET /books?bq=searches&criteria=List()&fields=id",
    ] {
        assert!(fits(&model, head, None).mask.is_some(), "{head}");
        let wrong = head.replace("fields=id", "fields=elements:(id)");
        assert!(
            misfits(&model, &wrong, None)[0].starts_with("unknown-field"),
            "{head}"
        );
    }
    assert!(misfits(&model, "DELETE /books/7?fields=id", None)[0].starts_with("projection"));
}

#[test]
fn the_envelope_has_masks_of_its_own() {
    let model = model();
    let head = "GET /books?q=search&metadataFields=counts:(a)&pagingFields=total,links";
    let call = fits(&model, head, None);
    assert_eq!(
        call.metadata_mask,
        Some(Mask::parse_fields("counts:(a)").unwrap())
    );
    assert_eq!(
        call.paging_mask,
        Some(Mask::new().field("total").field("links"))
    );
    let unpaged = "GET /loans?q=all&pagingFields=total";
    assert!(fits(&model, unpaged, None).paging_mask.is_some());
    assert_eq!(
        misfits(&model, "GET /books?q=search&metadataFields=spelt", None),
        ["unknown-field | mask `metadataFields`: `spelt` is no field of `Facets`"]
    );
    assert_eq!(
        misfits(&model, "GET /books?q=search&pagingFields=totals", None),
        ["unknown-field | mask `pagingFields`: `totals` is no field of `paging`"]
    );
    assert_eq!(
        misfits(&model, "GET /books?q=search&pagingFields=total:(", None).len(),
        1
    );
    assert!(
        misfits(&model, "GET /books?metadataFields=spelled", None)[0]
            .starts_with("unknown-parameter")
    );
    assert!(
        misfits(&model, "GET /books/7?pagingFields=total", None)[0]
            .starts_with("unknown-parameter")
    );
}

#[test]
fn projections_of_batches_begin_at_the_envelope() {
    let model = model();
    let head = "GET /v2/archive?ids[0].x=1&ids[0].y=2&projection=(results*(name),errors)";
    assert!(fits(&model, head, None).mask.is_some());
    let found = misfits(&model, &head.replace("results*(name)", "name"), None);
    assert!(found[0].starts_with("unknown-field"), "{found:?}");
}
