//! From the IDL to the files of the schema language.

mod context;
mod docs;
mod errors;
mod flags;
mod layout;
mod methods;
mod names;
mod parameters;
mod resource;
mod rust_names;
mod types;

use std::collections::BTreeMap;

use crate::Options;
use crate::ast::Resource;
use crate::convert::context::Context;
use crate::convert::flags::Flags;
use crate::convert::types::Types;
use crate::diagnostics::Sink;
use crate::output;
use crate::resolve::Idl;
use crate::yaml::{Map, Yaml};

/// The headers that may hold the key of a created entity, in both versions of the protocol.
const ID_HEADERS: &[&str] = &["X-RestLi-Id", "X-LinkedIn-Id"];

/// Files by path, and the names of types by their full names.
pub(crate) type Converted = (Vec<(String, String)>, BTreeMap<String, String>);

/// The files of a schema, and what its types are called.
pub(crate) fn convert(idl: &Idl, options: &Options, sink: &Sink) -> Converted {
    let mut cx = Context::new(idl, sink);
    let placed = layout::place(idl, &mut cx.names);
    let resources: Vec<&Resource> = placed.iter().map(|placed| placed.resource).collect();
    let flags = Flags::new(&cx, &resources);
    let mut files: BTreeMap<String, Map> = BTreeMap::new();
    let mut types: BTreeMap<String, Types> = BTreeMap::new();
    for (full, schema) in &idl.schemas {
        let file = types.entry(layout::type_file(full)).or_default();
        file.add(&mut cx, schema, &flags);
    }
    for (path, types) in types {
        let mut file = Map::block();
        types.write(&mut file);
        files.insert(path, file);
    }
    let mut groups: BTreeMap<&str, Vec<&Resource>> = BTreeMap::new();
    for placed in &placed {
        if let Some(file) = resource::convert(&mut cx, placed) {
            files.insert(placed.file(), file);
            groups
                .entry(&placed.group)
                .or_default()
                .push(placed.resource);
        }
    }
    files.insert("api.yaml".to_owned(), api(options, &groups));
    let names = idl.schemas.keys();
    let names = names.map(|full| (full.to_string(), cx.names.get(full).name));
    let names = names.collect();
    cx.finish();
    let printed = |(path, file)| {
        (
            path,
            format!("{}\n{}", output::HEADER, Yaml::Map(file).print()),
        )
    };
    (files.into_iter().map(printed).collect(), names)
}

fn api(options: &Options, groups: &BTreeMap<&str, Vec<&Resource>>) -> Map {
    let mut base = Map::default();
    base.insert("path", "");
    base.insert("projection", "fields");
    base.insert("decorates", Yaml::flag(false));
    let mut bases = Map::block();
    bases.insert("root", base);
    let mut map = Map::block();
    map.insert("api", options.api.as_str());
    map.insert("host", options.host.as_str());
    map.insert("bases", bases);
    map.insert("id_headers", Yaml::texts(ID_HEADERS.iter().copied()));
    let mut written = Map::block();
    for (group, resources) in groups {
        let mut namespaces: Vec<&str> = resources
            .iter()
            .filter_map(|resource| Some(resource.namespace.as_ref()?.value.as_str()))
            .collect();
        namespaces.sort_unstable();
        namespaces.dedup();
        let mut entry = Map::default();
        if !namespaces.is_empty() {
            let mut docs = Map::default();
            docs.insert(
                "summary",
                format!("Imported from {}.", namespaces.join(", ")),
            );
            entry.insert("docs", docs);
        }
        entry.insert_flag("default", true);
        written.insert(*group, entry);
    }
    map.insert_filled("groups", written);
    map
}
