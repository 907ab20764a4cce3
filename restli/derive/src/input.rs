//! What the user wrote, checked as far as it can be without the schema.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, Path, Result, Type};

use crate::attributes::{FieldAttributes, TypeAttributes, VariantAttributes};

/// A type that derives `Projection`.
pub(crate) struct Input {
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// What the user allows of lints, which the derived code would set off too.
    pub(crate) lints: Vec<Attribute>,
    /// The entity.
    pub(crate) of: Path,
    /// The runtime, through the generated crate.
    pub(crate) restli: Path,
    pub(crate) shape: Shape,
}

pub(crate) enum Shape {
    Record(Vec<Field>),
    Union(Union),
}

/// A field of a struct.
pub(crate) struct Field {
    pub(crate) name: Ident,
    /// Its type, in a wrapper if that is one which knows nothing of the runtime.
    pub(crate) ty: Type,
    pub(crate) wrapped: Wrapped,
    /// The entity's field.
    pub(crate) source: Ident,
    pub(crate) resolves: Resolves,
}

/// Where the wrapper is that has to be taken off again.
#[derive(Clone, Copy)]
pub(crate) enum Wrapped {
    No,
    Around,
    InOption,
}

impl Wrapped {
    /// Takes it off a value.
    pub(crate) fn unwrap(self) -> TokenStream {
        match self {
            Self::No => TokenStream::new(),
            Self::Around => quote!(.0),
            Self::InOption => quote!(.map(|whole| whole.0)),
        }
    }

    /// Takes it off a value that is in an option.
    pub(crate) fn unwrap_in_option(self) -> TokenStream {
        match self {
            Self::No => TokenStream::new(),
            Self::Around | Self::InOption => {
                let unwrap = self.unwrap();
                quote!(.map(|value| value #unwrap))
            }
        }
    }
}

pub(crate) enum Resolves {
    Nothing,
    Urn,
    Variant(Ident),
}

/// The variants of an enum.
pub(crate) struct Union {
    pub(crate) members: Vec<Member>,
    /// The variant for everything else.
    pub(crate) other: Option<Ident>,
}

/// A variant with a value.
pub(crate) struct Member {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) wrapped: Wrapped,
    /// The union's variant.
    pub(crate) source: Ident,
}

impl Input {
    pub(crate) fn read(input: &DeriveInput) -> Result<Self> {
        let attributes = TypeAttributes::read(&input.attrs)?;
        let Some(of) = attributes.of else {
            let message = "say what it is a projection of: `#[projection(of = linkedin::Person)]`";
            return Err(syn::Error::new(input.ident.span(), message));
        };
        let restli = runtime(&of, attributes.krate)?;
        if let Some(lifetime) = input.generics.lifetimes().next() {
            let message = "a projection owns what it holds; it cannot borrow";
            return Err(syn::Error::new(lifetime.span(), message));
        }
        let shape = match &input.data {
            Data::Struct(data) => Shape::Record(fields(&input.ident, &data.fields, &restli)?),
            Data::Enum(data) => Shape::Union(members(&input.ident, data, &restli)?),
            Data::Union(data) => {
                let message = "a projection is a struct, or an enum for a union of the schema";
                return Err(syn::Error::new(data.union_token.span, message));
            }
        };
        Ok(Self {
            name: input.ident.clone(),
            generics: input.generics.clone(),
            lints: lints(&input.attrs),
            of,
            restli,
            shape,
        })
    }
}

/// `#[allow(…)]` and `#[expect(…)]`, as what is allowed.
fn lints(attributes: &[Attribute]) -> Vec<Attribute> {
    let lints = attributes.iter().filter_map(|attribute| {
        let list = attribute.meta.require_list().ok()?;
        let lints = &list.tokens;
        let is_allowed = list.path.is_ident("allow") || list.path.is_ident("expect");
        is_allowed.then(|| syn::parse_quote!(#[allow(#lints)]))
    });
    lints.collect()
}

/// The path of the runtime: what the generated crate exports as `restli`.
fn runtime(of: &Path, krate: Option<Path>) -> Result<Path> {
    let mut path = match krate {
        Some(krate) => krate,
        None => {
            let first = &of.segments[0];
            let is_module = ["crate", "self", "super"]
                .iter()
                .any(|word| first.ident == word);
            if of.segments.len() < 2 || is_module {
                let message = format!(
                    "name the generated crate too, so that it is found: `of = linkedin::{name}`, \
                     or `of = {path}, crate = linkedin`",
                    name = of.segments[of.segments.len() - 1].ident,
                    path = of.to_token_stream().to_string().replace(' ', ""),
                );
                return Err(syn::Error::new(of.span(), message));
            }
            Path {
                leading_colon: of.leading_colon,
                segments: std::iter::once(first.clone()).collect(),
            }
        }
    };
    path.segments
        .push(Ident::new("restli", Span::call_site()).into());
    Ok(path)
}

fn fields(name: &Ident, fields: &Fields, restli: &Path) -> Result<Vec<Field>> {
    let Fields::Named(named) = fields else {
        let message = "a projection has named fields, those of its entity";
        return Err(syn::Error::new(name.span(), message));
    };
    let mut errors = Errors::default();
    let mut read = Vec::new();
    for field in &named.named {
        read.extend(errors.keep(Field::read(field, restli)));
    }
    errors.check(twice(&read));
    if named.named.is_empty() {
        let message = "a projection without fields asks for nothing";
        errors.check(Err(syn::Error::new(name.span(), message)));
    }
    if let Some(field) = read.iter().find(|field| is_endless(name, &field.ty)) {
        let message =
            format!("`{name}` asks for itself, without end; use another projection within");
        errors.check(Err(syn::Error::new_spanned(&field.ty, message)));
    }
    errors.finish(read)
}

impl Field {
    fn read(field: &syn::Field, restli: &Path) -> Result<Self> {
        let attributes = FieldAttributes::read(&field.attrs)?;
        let Some(name) = field.ident.clone() else {
            return Err(syn::Error::new(field.span(), "a field has a name"));
        };
        let resolves = match (&attributes.resolves, attributes.variant) {
            (None, _) => Resolves::Nothing,
            (Some(_), None) => Resolves::Urn,
            (Some(_), Some(variant)) => Resolves::Variant(variant),
        };
        let source = attributes.resolves.or(attributes.rename);
        let (ty, wrapped) = match attributes.whole {
            Some(_) => wrap(&field.ty, restli),
            None => (field.ty.clone(), Wrapped::No),
        };
        Ok(Self {
            wrapped,
            source: source.unwrap_or_else(|| name.clone()),
            name,
            ty,
            resolves,
        })
    }

    /// Whether it holds what a URN is resolved to.
    pub(crate) fn resolves(&self) -> bool {
        !matches!(self.resolves, Resolves::Nothing)
    }
}

/// A type in the wrapper, within its option.
fn wrap(ty: &Type, restli: &Path) -> (Type, Wrapped) {
    match optional(ty) {
        Some(inner) => (
            syn::parse_quote!(::core::option::Option<#restli::private::select::Whole<#inner>>),
            Wrapped::InOption,
        ),
        None => (
            syn::parse_quote!(#restli::private::select::Whole<#ty>),
            Wrapped::Around,
        ),
    }
}

/// What is in an `Option<…>`.
fn optional(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = bare(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) if last.ident == "Option" => Some(inner),
        _ => None,
    }
}

/// Two fields that want the same thing, which is there once.
fn twice(fields: &[Field]) -> Result<()> {
    let mut known: HashMap<(String, bool), &Field> = HashMap::new();
    let mut errors = Errors::default();
    for field in fields {
        let source = field.source.to_string();
        let decorated = is_decorated(&field.ty);
        // `Decorated<…>` takes the URN and what it was resolved to.
        for resolved in [false, true] {
            if field.resolves() != resolved && !decorated {
                continue;
            }
            let Some(other) = known.insert((source.clone(), resolved), field) else {
                continue;
            };
            if other.name == field.name {
                continue;
            }
            let what = match resolved {
                true => format!("what `{source}` is resolved to"),
                false => format!("`{source}`"),
            };
            let message = format!("`{}` holds {what} already", other.name);
            errors.check(Err(syn::Error::new(field.name.span(), message)));
            break;
        }
    }
    errors.finish(())
}

/// Whether a type is `Decorated<…>`, perhaps in an `Option`.
fn is_decorated(ty: &Type) -> bool {
    let mut last = None;
    visit(ty, &mut |path| {
        let name = path.segments.last().map(|last| last.ident.to_string());
        last = last.take().or(name);
        if last.as_deref() == Some("Option") {
            last = None;
        }
    });
    matches!(last.as_deref(), Some("Decorated" | "DecoratedList"))
}

/// Whether a type holds the projection that it stands in.
fn is_endless(name: &Ident, ty: &Type) -> bool {
    let mut found = false;
    visit(ty, &mut |path| {
        found |= path.is_ident(name) || path.is_ident("Self")
    });
    found
}

/// The paths in a type, from the outside inwards.
fn visit(ty: &Type, see: &mut impl FnMut(&Path)) {
    let Type::Path(path) = bare(ty) else { return };
    see(&path.path);
    let Some(last) = path.path.segments.last() else {
        return;
    };
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return;
    };
    for argument in &arguments.args {
        if let syn::GenericArgument::Type(ty) = argument {
            visit(ty, see);
        }
    }
}

/// A type without the invisible parentheses that a macro puts around it.
fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        ty => ty,
    }
}

fn members(name: &Ident, data: &syn::DataEnum, restli: &Path) -> Result<Union> {
    let mut errors = Errors::default();
    let mut union = Union {
        members: Vec::new(),
        other: None,
    };
    for variant in &data.variants {
        match errors.keep(member(variant, restli)) {
            Some(Variant::Member(member)) => union.members.push(*member),
            Some(Variant::Other(other)) => {
                if let Some(second) = union.other.replace(other) {
                    let message = format!("`{second}` stands for everything else already");
                    errors.check(Err(syn::Error::new(variant.ident.span(), message)));
                }
            }
            None => {}
        }
    }
    if union.members.is_empty() && errors.is_empty() {
        let message = "a projection of a union has at least one variant with a value";
        errors.check(Err(syn::Error::new(name.span(), message)));
    }
    errors.finish(union)
}

enum Variant {
    Member(Box<Member>),
    Other(Ident),
}

fn member(variant: &syn::Variant, restli: &Path) -> Result<Variant> {
    let attributes = VariantAttributes::read(&variant.attrs)?;
    let name = variant.ident.clone();
    match (&variant.fields, attributes.other) {
        (Fields::Unit, Some(_)) => Ok(Variant::Other(name)),
        (_, Some(span)) => {
            let message = "the variant for everything else holds no value";
            Err(syn::Error::new(span, message))
        }
        (Fields::Unnamed(fields), None) if fields.unnamed.len() == 1 => {
            let own = &fields.unnamed[0].ty;
            let (ty, wrapped) = match attributes.whole {
                Some(_) => wrap(own, restli),
                None => (own.clone(), Wrapped::No),
            };
            Ok(Variant::Member(Box::new(Member {
                source: attributes.rename.unwrap_or_else(|| name.clone()),
                ty,
                wrapped,
                name,
            })))
        }
        _ => {
            let message = format!(
                "write `{name}(…)` with the type of the union's variant or a projection of it, \
                 or `#[projection(other)]` in front of it"
            );
            Err(syn::Error::new(variant.span(), message))
        }
    }
}

/// The errors of a type.
#[derive(Default)]
struct Errors(Option<syn::Error>);

impl Errors {
    fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                match &mut self.0 {
                    Some(errors) => errors.combine(error),
                    None => self.0 = Some(error),
                }
                None
            }
        }
    }

    fn check(&mut self, result: Result<()>) {
        self.keep(result);
    }

    fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    fn finish<T>(self, value: T) -> Result<T> {
        match self.0 {
            Some(errors) => Err(errors),
            None => Ok(value),
        }
    }
}
