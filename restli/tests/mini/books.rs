//! Calls of `/v2/books` and `/rest/books`.

use crate::mini::{AuthorUrn, Book, BookProjection, ShelfKey};

#[derive(Clone, Copy, Debug)]
pub struct Books<'a> {
    pub(crate) client: &'a restli::Client,
}

impl<'a> Books<'a> {
    pub fn get(self, id: i64) -> Get<'a> {
        Get(restli::Call::new(self.client, &GET).key(&id))
    }

    pub fn get_of_author(self, author: impl Into<AuthorUrn>) -> GetOfAuthor<'a> {
        GetOfAuthor(restli::Call::new(self.client, &GET_OF_AUTHOR).key(&author.into()))
    }

    pub fn get_on_shelf(self, shelf: impl Into<ShelfKey>, id: i64) -> GetOnShelf<'a> {
        let call = restli::Call::new(self.client, &GET_ON_SHELF);
        GetOnShelf(call.key(&shelf.into()).key(&id))
    }

    pub fn find_by_author(self, author: impl Into<AuthorUrn>) -> FindByAuthor<'a> {
        let call = restli::Call::new(self.client, &FIND_BY_AUTHOR);
        FindByAuthor(call.param("author", &author.into()))
    }

    pub fn find_by_search(self) -> FindBySearch<'a> {
        FindBySearch(restli::Call::new(self.client, &FIND_BY_SEARCH))
    }

    pub fn find_recent(self) -> FindRecent<'a> {
        FindRecent(restli::Call::new(self.client, &FIND_RECENT))
    }

    pub fn create(self, book: &Book) -> Create<'a> {
        Create(restli::Call::new(self.client, &CREATE).body(book))
    }

    pub fn update(self, id: i64, book: &Book) -> Update<'a> {
        let call = restli::Call::new(self.client, &UPDATE);
        Update(call.key(&id).body(book))
    }

    pub fn delete(self, id: i64) -> Delete<'a> {
        Delete(restli::Call::new(self.client, &DELETE).key(&id))
    }

    pub fn opening_hours(self, day: impl Into<String>) -> OpeningHours<'a> {
        let call = restli::Call::new(self.client, &OPENING_HOURS);
        OpeningHours(call.param("day", &day.into()))
    }
}

static GET: restli::MethodSpec = restli::MethodSpec::get("books", "/v2/books/{}")
    .projections(&[restli::Spelling::Projection, restli::Spelling::Fields])
    .decorates()
    .permissions(restli::Permissions::All(&["r_books", "r_library"]));
static GET_OF_AUTHOR: restli::MethodSpec =
    restli::MethodSpec::get("authors/books", "/v2/authors/{}/favourite");
static GET_ON_SHELF: restli::MethodSpec =
    restli::MethodSpec::get("shelves/books", "/v2/shelves/{}/books/{}");
static FIND_BY_AUTHOR: restli::MethodSpec =
    restli::MethodSpec::finder("books", "author", "/v2/books")
        .projections(&[restli::Spelling::Projection])
        .decorates()
        .permissions(restli::Permissions::Any(&["r_books", "r_library"]));
static FIND_BY_SEARCH: restli::MethodSpec =
    restli::MethodSpec::finder("books", "search", "/rest/books")
        .projections(&[restli::Spelling::Fields])
        .versioned();
static FIND_RECENT: restli::MethodSpec =
    restli::MethodSpec::finder("books", "recent", "/rest/books")
        .projections(&[restli::Spelling::Fields])
        .version("202312.02");
static CREATE: restli::MethodSpec = restli::MethodSpec::create("books", "/v2/books");
static UPDATE: restli::MethodSpec = restli::MethodSpec::update("books", "/v2/books/{}");
static DELETE: restli::MethodSpec = restli::MethodSpec::delete("books", "/v2/books/{}");
static OPENING_HOURS: restli::MethodSpec =
    restli::MethodSpec::plain("hours", "get", restli::Verb::Get, "/v2/hours");

#[must_use = "a call does nothing until it is sent"]
pub struct Get<'a, T = Book>(restli::Call<'a, T>);
restli::call!(Get<T> => T);
restli::project!(Get => BookProjection);
restli::select!(Get => Book, decorates);

#[must_use = "a call does nothing until it is sent"]
pub struct GetOfAuthor<'a>(restli::Call<'a, Book>);
restli::call!(GetOfAuthor => Book);

#[must_use = "a call does nothing until it is sent"]
pub struct GetOnShelf<'a>(restli::Call<'a, Book>);
restli::call!(GetOnShelf => Book);

#[must_use = "a call does nothing until it is sent"]
pub struct FindByAuthor<'a, T = Book>(restli::Call<'a, restli::Collection<T>>);
restli::call!(FindByAuthor<T> => restli::Collection<T>);
restli::offset_paging!(FindByAuthor<T>);
restli::collection!(FindByAuthor<T> => T);
restli::total!(FindByAuthor<T>);
restli::project!(FindByAuthor => elements BookProjection);
restli::select!(FindByAuthor => elements Book, decorates);

#[must_use = "a call does nothing until it is sent"]
pub struct FindBySearch<'a, T = Book>(restli::Call<'a, restli::Collection<T>>);

impl<T> FindBySearch<'_, T> {
    pub fn keywords(self, keywords: impl Into<String>) -> Self {
        Self(self.0.param("keywords", &keywords.into()))
    }

    pub fn authors(self, authors: impl IntoIterator<Item = impl Into<AuthorUrn>>) -> Self {
        let authors = authors.into_iter().map(Into::<AuthorUrn>::into);
        Self(self.0.list("authors", authors))
    }

    pub fn shelf(self, shelf: impl Into<ShelfKey>) -> Self {
        Self(self.0.param("shelf", &shelf.into()))
    }

    pub fn client_ip(self, client_ip: impl Into<String>) -> Self {
        Self(self.0.header("X-Forwarded-For", &client_ip.into()))
    }
}

restli::call!(FindBySearch<T> => restli::Collection<T>);
restli::offset_paging!(FindBySearch<T>);
restli::collection!(FindBySearch<T> => T);
restli::total!(FindBySearch<T>);
restli::project!(FindBySearch => elements BookProjection);
restli::select!(FindBySearch => elements Book, decorates);

#[must_use = "a call does nothing until it is sent"]
pub struct FindRecent<'a>(restli::Call<'a, restli::Collection<Book>>);
restli::call!(FindRecent => restli::Collection<Book>);
restli::cursor_paging!(FindRecent);
restli::collection!(FindRecent => Book);

#[must_use = "a call does nothing until it is sent"]
pub struct Create<'a>(restli::Call<'a, restli::Created<i64>>);
restli::call!(Create => restli::Created<i64>);

#[must_use = "a call does nothing until it is sent"]
pub struct Update<'a>(restli::Call<'a, ()>);
restli::call!(Update => ());

#[must_use = "a call does nothing until it is sent"]
pub struct Delete<'a>(restli::Call<'a, ()>);
restli::call!(Delete => ());

#[must_use = "a call does nothing until it is sent"]
pub struct OpeningHours<'a>(restli::Call<'a, restli::Json>);
restli::call!(OpeningHours => restli::Json);
