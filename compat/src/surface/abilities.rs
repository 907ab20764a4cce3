//! What the runtime's macros give the types that they name.
//!
//! A generated type gets many of its methods and traits from a line such as
//! `restli::offset_paging!(FindByReader<T>)`. Such a line is compared by what it expands to: which
//! methods there are, for which entities, and with which types. What a hand-written macro adds nobody
//! knows here, but whether it is there.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Token, Type, braced, token};

use super::compare::Effect;
use super::scope::{Resolver, Scope, plain};

/// One line, apart from the type that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ability {
    /// The macro: `restli::select`.
    pub(super) name: String,
    /// The parameter for the entity of the answer, where it is said of any entity.
    pub(super) entity: Option<String>,
    /// Words among the arguments: `elements`, `decorates`.
    pub(super) words: Vec<String>,
    /// The type among the arguments.
    pub(super) ty: Option<String>,
}

/// The arguments as they are written.
struct Arguments {
    on: Ident,
    entity: Option<Ident>,
    words: Vec<Ident>,
    ty: Option<Type>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let on = input.parse()?;
        if input.peek(token::Brace) {
            // The fields of a record, which a hand-written macro is told; they are items by themselves.
            let fields;
            braced!(fields in input);
            fields.parse::<TokenStream>()?;
        }
        let mut arguments = Self {
            on,
            entity: None,
            words: Vec::new(),
            ty: None,
        };
        if input.parse::<Option<Token![<]>>()?.is_some() {
            arguments.entity = Some(input.parse()?);
            input.parse::<Token![>]>()?;
        }
        if input.parse::<Option<Token![=>]>>()?.is_some() {
            if input.peek(Ident) && input.peek2(Ident) {
                arguments.words.push(input.parse()?);
            }
            arguments.ty = Some(input.parse()?);
        }
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            arguments.words.push(input.parse()?);
        }
        Ok(arguments)
    }
}

/// Reads a line: the name of the type that it is about, and what it says of it.
pub(super) fn read(scope: &Scope, call: &syn::Macro) -> Option<(String, Ability)> {
    let arguments: Arguments = call.parse_body().ok()?;
    let entity = arguments.entity.as_ref().map(plain);
    let ty = arguments.ty.map(|ty| match &entity {
        Some(entity) => Resolver::but(scope, entity).ty(&ty),
        None => scope.resolver(&[]).ty(&ty),
    });
    let ability = Ability {
        name: scope.resolver(&[]).path(&call.path),
        entity,
        words: arguments.words.iter().map(plain).collect(),
        ty,
    };
    Some((plain(&arguments.on), ability))
}

impl Ability {
    /// What a type can do that has it, after "can".
    pub(super) fn phrase(&self) -> &str {
        let name = self.name.rsplit("::").next().unwrap_or_default();
        let phrases = PHRASES.iter();
        { phrases }
            .find(|(of, _)| *of == name)
            .map_or("use what it adds", |(_, phrase)| phrase)
    }

    /// As it is written, for a type of this name.
    pub(super) fn shown(&self, on: &str) -> String {
        let on = on.rsplit("::").next().unwrap_or(on);
        let entity = self.entity.as_ref().map(|entity| format!("<{entity}>"));
        let (front, back): (Vec<_>, Vec<_>) =
            { self.words.iter() }.partition(|word| *word == "elements");
        let front: String = front.into_iter().map(|word| format!("{word} ")).collect();
        let back: String = back.into_iter().map(|word| format!(", {word}")).collect();
        let ty = { self.ty.as_ref() }.map(|ty| format!(" => {front}{ty}"));
        format!(
            "{}!({on}{}{}{back})",
            self.name,
            entity.unwrap_or_default(),
            ty.unwrap_or_default()
        )
    }

    /// The type among the arguments, with the entity as it is where nobody names another one.
    pub(super) fn ty_of(&self, default: Option<&str>) -> Option<String> {
        let ty = self.ty.as_ref()?;
        match (&self.entity, default) {
            (Some(entity), Some(default)) => Some(replaced(ty, entity, default)),
            _ => Some(ty.clone()),
        }
    }

    /// What it does to users that it says this now instead of that, types apart.
    pub(super) fn becomes(&self, new: &Self) -> Effect {
        let entity = match (&self.entity, &new.entity) {
            (Some(_), None) => Effect::Breaking,
            (None, Some(_)) => Effect::Additive,
            _ => Effect::None,
        };
        let name = self.name.rsplit("::").next().unwrap_or_default();
        let gained = { new.words.iter() }.filter(|word| !self.words.contains(word));
        let gained = gained.map(|word| match (name, word.as_str()) {
            ("select" | "record", "elements" | "batch_item") => Effect::None,
            ("select", "decorates") | ("project", "elements") => Effect::Additive,
            _ => Effect::Breaking,
        });
        let lost = { self.words.iter() }.filter(|word| !new.words.contains(word));
        let lost = lost.map(|word| match (name, word.as_str()) {
            ("select" | "record", "elements" | "batch_item") => Effect::None,
            _ => Effect::Breaking,
        });
        gained.chain(lost).fold(entity, Ord::max)
    }
}

/// A type with another type for a name in it.
fn replaced(ty: &str, name: &str, by: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let mut out = String::new();
    let mut rest = ty;
    while let Some(at) = rest.find(name) {
        let end = at + name.len();
        let alone = !rest[..at].ends_with(word) && !rest[end..].starts_with(word);
        out.push_str(&rest[..at]);
        out.push_str(if alone { by } else { name });
        rest = &rest[end..];
        if !alone {
            // The rest of this word is not the name either.
            let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out + rest
}

const PHRASES: [(&str, &str); 23] = [
    ("batch", "be sent in chunks"),
    ("call", "be sent"),
    ("collection", "be read page after page"),
    ("cursor_paging", "be paged by token"),
    ("key", "be a key of entities"),
    ("kinds_projection", "be projected by kind"),
    ("offset_paging", "be paged by offset"),
    ("param", "stand in keys and parameters"),
    ("patch", "build patches"),
    ("project", "ask for some fields"),
    (
        "project_metadata",
        "ask for some fields of what stands beside the elements",
    ),
    ("project_paging", "ask for some fields of the paging"),
    ("projection", "be projected"),
    ("record", "be read and written as a record"),
    (
        "returned_entity",
        "choose whether the entity is in the answer",
    ),
    ("select", "be read as a projection of one's own"),
    ("shapes", "be read and written by shape"),
    ("symbols", "be read and written as a symbol"),
    ("total", "tell the total"),
    ("union", "be read and written as a union"),
    ("union_by_urn", "be read and written by the kind of its URN"),
    ("urn_set", "be read and written as a URN"),
    ("project_as", "choose how a projection is spelled"),
];
