//! Projections in both spellings.

use restli::{EncodedRequest, Method, Spelling};

use crate::mini::*;
use crate::{client, encoded, refused};

#[test]
fn projections_of_entities() {
    let client = client();
    let get = || client.books().get(1);
    let call = get().project(|book| book.id().author().author_resolved_with(|a| a.id().name()));
    let request = call.clone().build().unwrap();
    let (mask, spelling) = request.mask().unwrap();
    assert_eq!(spelling, Spelling::Projection);
    assert_eq!(
        mask.to_projection().unwrap(),
        "(id,author,author~(id,name))"
    );
    assert_eq!(
        encoded(Ok(request)).target,
        "/v2/books/1?projection=(id,author,author~(id,name))"
    );

    let fields = get().project(|book| {
        book.id()
            .sequel_with(|book| book.title())
            .chapters_with(|c| c.id())
    });
    let fields = fields.project_as(Spelling::Fields);
    assert_eq!(
        encoded(fields.build()).target,
        "/v2/books/1?fields=id,sequel:(title),chapters:($*:(id))"
    );

    let variant = get().project(|book| book.cover_portrait_with(|author| author.all()));
    assert_eq!(
        encoded(variant.build()).target,
        "/v2/books/1?projection=(cover~author:portrait(*))"
    );

    let kinds =
        get().project(|book| book.maker_resolved_with(|m| m.author_with(|a| a.id()).publisher()));
    assert_eq!(
        encoded(kinds.build()).target,
        "/v2/books/1?projection=(maker~author(id)~publisher)"
    );

    let kinds = get().project(|book| book.maker_resolved_with(|maker| maker.all()));
    assert_eq!(
        encoded(kinds.build()).target,
        "/v2/books/1?projection=(maker~(*))"
    );

    assert!(refused(call.project_as(Spelling::Fields).build()).contains("projection"));
}

#[test]
fn projections_of_collections() {
    let client = client();
    let author = || client.books().find_by_author(AuthorUrn::new("x"));
    let query = |request: EncodedRequest| request.target.split_once('?').unwrap().1.to_owned();
    let by_author = "author=urn%3Alib%3Aauthor%3Ax";
    let call = author().project(|book| book.id().author_resolved());
    assert_eq!(
        query(encoded(call.build())),
        format!("{by_author}&projection=(elements*(id,author~),paging)&q=author")
    );
    let call = author().project_collection(|page| page.elements(|book| book.id()).metadata());
    assert_eq!(
        query(encoded(call.build())),
        format!("{by_author}&projection=(elements*(id),metadata)&q=author")
    );
    // `fields` starts at the element: the envelope is left out.
    let call = client
        .books()
        .find_by_search()
        .project(|book| book.id().title());
    assert_eq!(query(encoded(call.build())), "fields=id,title&q=search");
    let call = client
        .books()
        .find_by_search()
        .project_collection(|page| page.paging());
    assert_eq!(query(encoded(call.build())), "q=search");
}

#[test]
fn projections_that_a_method_cannot_take_are_refused() {
    let client = client();
    let decorating = client
        .books()
        .find_by_search()
        .project(|book| book.author_resolved());
    assert_eq!(
        refused(decorating.build()),
        "FINDER search of books: projection: the method cannot resolve URNs (`~`)"
    );
    let nested = client
        .books()
        .find_by_search()
        .project(|b| b.sequel_with(|b| b.author_resolved()));
    assert!(refused(nested.build()).contains("cannot resolve URNs"));
    let spelled = client
        .books()
        .find_by_search()
        .project_as(Spelling::Projection);
    assert!(refused(spelled.project(|book| book.id()).build()).contains("`projection`"));
    static NONE: restli::MethodSpec = restli::MethodSpec::get("x", "/x");
    let call: restli::Call<'_, Book> = restli::Call::new(client.restli(), &NONE);
    let mask = restli::Mask::new().field("id");
    assert!(refused(call.project(mask).build()).contains("does not take one"));
}

#[test]
fn the_total_is_asked_for_without_elements_where_that_is_possible() {
    let client = client();
    let call: restli::Call<'_, restli::Collection<Book>> =
        client.restli().raw(Method::GetAll, "/x").returning();
    assert_eq!(encoded(call.build_total()).target, "/x?projection=(paging)");
}

fn query<T>(request: restli::Result<restli::Request<T>>) -> String {
    let target = encoded(request).target;
    target.split_once('?').unwrap().1.to_owned()
}

fn loan() -> LoansKey {
    LoansKey::new(7, AuthorUrn::new("x"))
}

#[test]
fn slices_and_exclusions() {
    let client = client();
    let get = || client.loans().get(loan());
    let slice = get().project(|loan| {
        loan.days()
            .slice(10, 5, |loan| loan.stops_with(|stop| stop.city()))
    });
    assert_eq!(
        query(slice.build()),
        "fields=days,stops:($*:(city),$start:10,$count:5)"
    );
    let rest = get().project(|loan| loan.slice(2, None, |loan| loan.stops()));
    assert_eq!(query(rest.build()), "fields=stops:($*,$start:2)");
    let without = get().project(|loan| loan.without(|loan| loan.note()));
    assert_eq!(query(without.build()), "fields=-note");
    let nested = get().project(|loan| {
        loan.all()
            .without(|loan| loan.note().place_with(|place| place.zip()))
    });
    let text = query(nested.build());
    let mask = restli::Mask::parse_fields(text.trim_start_matches("fields=")).unwrap();
    let expected = restli::Mask::parse_fields("$*,-note,place:(-zip)").unwrap();
    assert!(mask.equivalent(&expected), "{text}");
    let keys = restli::Mask::new().within("labels", restli::Mask::new().field("k"));
    let labels = get().project(|loan| loan.days().and(keys));
    assert_eq!(query(labels.build()), "fields=days,labels:(k)");
}

#[test]
fn exclusions_have_no_place_in_the_other_spelling() {
    let client = client();
    let call = client.books().get(1);
    let call = call.project(|book| book.without(|book| book.title()));
    assert!(refused(call.build()).contains("cannot leave out a field"));
}

#[test]
fn metadata_and_paging_have_masks_of_their_own() {
    let client = client();
    let call = client
        .loans()
        .find_by_reader(AuthorUrn::new("x"))
        .project(|loan| loan.days())
        .project_metadata(|place| place.city())
        .project_paging(|paging| {
            let rels = restli::Mask::parse_fields("links:($*:(rel))").unwrap();
            paging.total().and(rels)
        });
    assert_eq!(
        query(call.build()),
        "fields=days&metadataFields=city&pagingFields=total,links:($*:(rel))&q=reader"
    );
    // They go with `fields` and with nothing else.
    let raw: restli::Call<'_, restli::Collection<Book>> =
        client.restli().raw(Method::GetAll, "/x").returning();
    let mask = restli::Mask::new().field("total");
    assert!(refused(raw.project_paging(mask).build()).contains("not with `projection`"));
}

#[test]
fn projections_of_batches_start_at_the_entity() {
    let client = client();
    let call = client.loans().batch_get([loan()]);
    let call = call.project(|loan| loan.days());
    let fields = call.clone().build();
    assert!(query(fields).starts_with("fields=days&ids="));
    let envelope = call.project_as(Spelling::Projection);
    assert!(query(envelope.build()).ends_with("&projection=(results*(days))"));
    let raw = |method| {
        let mask = restli::Mask::new().field("a");
        query(client.restli().raw(method, "/x").project(mask).build())
    };
    assert_eq!(
        raw(Method::BatchPartialUpdate),
        "projection=(results*(status,entity(a)),errors)"
    );
    assert_eq!(
        raw(Method::BatchCreate),
        "projection=(elements*(status,id,location,error,entity(a)))"
    );
    let create = client.maps().create(Loan::new(1)).project(|map| map.days());
    assert_eq!(query(create.build()), "fields=days");
    let find = client.maps().batch_find_by_area([MapKey::new(1, 2)]);
    let find = find.project(|map| map.days());
    assert_eq!(
        query(find.build()),
        "areas=List((x:1,y:2))&bq=area&fields=days"
    );
}
