//! The table of rules.
//!
//! One line each, so that the table can be read as one; `RULES.md` beside this crate has it with the
//! pairs of versions that show each rule.

use super::{Rule, Wire};

/// Whether Rest.li's IDL can say it.
enum Said {
    Idl,
    Yaml,
}

/// Whether it changes items of the generated crate by itself.
enum Rust {
    Loud,
    Silent,
}

macro_rules! rules {
    ($($name:ident $id:literal $wire:ident $said:ident $rust:ident $summary:literal)*) => {
        $(
            #[doc = $summary]
            pub static $name: Rule = Rule {
                id: $id,
                wire: Wire::$wire,
                summary: $summary,
                idl: matches!(Said::$said, Said::Idl),
                silent: matches!(Rust::$rust, Rust::Silent),
            };
        )*

        /// All rules, in the order of the documentation.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

#[rustfmt::skip]
rules! {
    // Resources
    RESOURCE_REMOVED "resource_removed" Incompatible Idl Loud "A resource is gone."
    RESOURCE_ADDED "resource_added" Compatible Idl Loud "A resource is new."
    RESOURCE_KIND_CHANGED "resource_kind_changed" Incompatible Idl Loud "A resource is of another kind, such as a collection that becomes a simple one."
    RESOURCE_PATH_CHANGED "resource_path_changed" Incompatible Idl Silent "A resource stands at another path."
    RESOURCE_NAMESPACE_CHANGED "resource_namespace_changed" Incompatible Idl Loud "A resource is in another namespace."
    RESOURCE_SCHEMA_CHANGED "resource_schema_changed" Incompatible Idl Loud "The entity of a resource is another record."
    RESOURCE_ENTITY_TYPE_CHANGED "resource_entity_type_changed" Incompatible Idl Loud "A resource answers data of another sort, structured or not."
    RESOURCE_SERVICE_CHANGED "resource_service_changed" Incompatible Idl Loud "A resource is found under another D2 service, or under one at all."
    VALUE_REMOVED "value_removed" Incompatible Idl Loud "Something that a resource stated, and that may be left out, is left out."
    VALUE_ADDED "value_added" Compatible Idl Loud "Something that a resource left out is stated."
    DOCS_CHANGED "docs_changed" Compatible Idl Silent "Documentation was added, changed or removed."
    ANNOTATIONS_CHANGED "annotations_changed" Compatible Idl Silent "Annotations were added, changed or removed."
    DEPRECATION_ADDED "deprecation_added" Compatible Idl Loud "Something is deprecated."
    DEPRECATION_REMOVED "deprecation_removed" Compatible Idl Loud "Something is no longer deprecated."
    FIELD_WRITE_RULE_ADDED "field_write_rule_added" Incompatible Idl Loud "A field that existed can no longer be written, or only when its entity is created."
    FIELD_WRITE_RULE_REMOVED "field_write_rule_removed" Incompatible Idl Loud "A field that could not be written, or only on creation, can be written."
    // Keys
    KEY_RENAMED "key_renamed" Incompatible Idl Loud "The key of a resource has another name."
    KEY_TYPE_CHANGED "key_type_changed" Incompatible Idl Loud "The key of a resource is of another type."
    KEY_PARAMS_CHANGED "key_params_changed" Incompatible Idl Loud "The parameters of a complex key came, went or are of another type."
    KEY_PART_ADDED "key_part_added" Incompatible Idl Loud "A compound key has a further part."
    KEY_PART_REMOVED "key_part_removed" Incompatible Idl Loud "A compound key has lost a part."
    KEY_PART_TYPE_CHANGED "key_part_type_changed" Incompatible Idl Loud "A part of a compound key is of another type."
    ALTERNATIVE_KEY_ADDED "alternative_key_added" Compatible Idl Loud "Entities can be named by a further key."
    ALTERNATIVE_KEY_REMOVED "alternative_key_removed" Incompatible Idl Loud "Entities can no longer be named by one of their keys."
    ALTERNATIVE_KEY_CHANGED "alternative_key_changed" Incompatible Idl Loud "An alternative key is of another type, or converted by another class."
    // Methods
    SUPPORTS_ADDED "supports_added" Compatible Idl Loud "A resource lists a further method as supported."
    SUPPORTS_REMOVED "supports_removed" Incompatible Idl Loud "A resource no longer lists a method as supported."
    METHOD_ADDED "method_added" Compatible Idl Loud "A resource has a further Rest.li method."
    METHOD_REMOVED "method_removed" Incompatible Idl Loud "A resource has lost a Rest.li method."
    FINDER_ADDED "finder_added" Compatible Idl Loud "A resource has a further finder."
    FINDER_REMOVED "finder_removed" Incompatible Idl Loud "A resource has lost a finder."
    BATCH_FINDER_ADDED "batch_finder_added" Compatible Idl Loud "A resource has a further batch finder."
    BATCH_FINDER_REMOVED "batch_finder_removed" Incompatible Idl Loud "A resource has lost a batch finder."
    ACTION_ADDED "action_added" Compatible Idl Loud "A resource or its entities have a further action."
    ACTION_REMOVED "action_removed" Incompatible Idl Loud "A resource or its entities have lost an action."
    SUBRESOURCE_ADDED "subresource_added" Compatible Idl Loud "There is a further resource below another one."
    SUBRESOURCE_REMOVED "subresource_removed" Incompatible Idl Loud "A resource below another one is gone."
    PARAMETER_ADDED "parameter_added" Compatible Idl Loud "A method takes a further parameter that may be left out."
    PARAMETER_ADDED_REQUIRED "parameter_added_required" Incompatible Idl Loud "A method needs a further parameter."
    PARAMETER_REMOVED "parameter_removed" Incompatible Idl Loud "A method no longer takes a parameter."
    PARAMETER_MADE_OPTIONAL "parameter_made_optional" Compatible Idl Loud "A parameter may be left out."
    PARAMETER_MADE_REQUIRED "parameter_made_required" Incompatible Idl Loud "A parameter may no longer be left out."
    PARAMETER_DEFAULT_CHANGED "parameter_default_changed" Compatible Idl Silent "What a service takes for a missing parameter is another value."
    PARAMETER_TYPE_CHANGED "parameter_type_changed" Incompatible Idl Loud "A parameter is of another type."
    PARAMETER_ITEMS_DEPRECATED "parameter_items_deprecated" Compatible Idl Loud "A parameter spells its list by `items`, which is deprecated."
    PAGING_ADDED "paging_added" Compatible Idl Loud "The answer of a method comes in pages."
    PAGING_REMOVED "paging_removed" Incompatible Idl Loud "The answer of a method no longer comes in pages."
    METADATA_ADDED "metadata_added" Compatible Idl Loud "The answer of a method has metadata."
    METADATA_REMOVED "metadata_removed" Incompatible Idl Loud "The answer of a method has no more metadata."
    METADATA_TYPE_CHANGED "metadata_type_changed" Incompatible Idl Loud "The metadata of a method is of another type."
    FINDER_KEYS_CHANGED "finder_keys_changed" Incompatible Idl Loud "A finder takes other parts of the compound key."
    FINDER_KEYS_DOWNGRADED "finder_keys_downgraded" Incompatible Idl Loud "A finder names one part of the compound key where it had a list of parts."
    LINKED_BATCH_FINDER_ADDED "linked_batch_finder_added" Compatible Idl Loud "A finder names its batch finder."
    LINKED_BATCH_FINDER_CHANGED "linked_batch_finder_changed" Incompatible Idl Loud "A finder names another batch finder, or none any more."
    BATCH_PARAMETER_CHANGED "batch_parameter_changed" Incompatible Idl Loud "A batch finder takes its criteria from another parameter."
    ACTION_READ_ONLY_CHANGED "action_read_only_changed" Incompatible Idl Loud "An action changes data, or no longer does."
    RETURNS_ADDED "returns_added" Incompatible Idl Loud "An action answers a value where it answered none."
    RETURNS_REMOVED "returns_removed" Incompatible Idl Loud "An action no longer answers a value."
    RETURNS_TYPE_CHANGED "returns_type_changed" Incompatible Idl Loud "An action answers a value of another type."
    EXCEPTION_ADDED "exception_added" Incompatible Idl Loud "An action throws a further exception."
    EXCEPTION_REMOVED "exception_removed" Compatible Idl Loud "An action no longer throws an exception."
    RETURNED_ENTITY_CHANGED "returned_entity_changed" Compatible Idl Loud "A method that writes answers the entity, or no longer does."
    // Service errors and batches
    SERVICE_ERROR_ADDED "service_error_added" Incompatible Idl Loud "A method may answer a further error."
    SERVICE_ERROR_REMOVED "service_error_removed" Compatible Idl Loud "A method no longer answers an error."
    SERVICE_ERROR_CHANGED "service_error_changed" Incompatible Idl Loud "The status, message or details of a service error changed."
    MAX_BATCH_ADDED "max_batch_added" Compatible Idl Loud "A batch may have so many keys at most, which nobody checks."
    MAX_BATCH_ADDED_VALIDATED "max_batch_added_validated" Incompatible Idl Loud "A batch may have so many keys at most, and is refused otherwise."
    MAX_BATCH_REMOVED "max_batch_removed" Compatible Idl Loud "A batch may have any number of keys."
    MAX_BATCH_INCREASED "max_batch_increased" Compatible Idl Loud "A batch may have more keys."
    MAX_BATCH_DECREASED "max_batch_decreased" Compatible Idl Loud "A batch should have fewer keys, which nobody checks."
    MAX_BATCH_DECREASED_VALIDATED "max_batch_decreased_validated" Incompatible Idl Loud "A batch may have fewer keys, and is refused otherwise."
    MAX_BATCH_VALIDATION_ON "max_batch_validation_on" Incompatible Idl Loud "Batches with too many keys are refused."
    MAX_BATCH_VALIDATION_OFF "max_batch_validation_off" Compatible Idl Loud "Batches with too many keys are no longer refused."
    // Types
    TYPE_REMOVED "type_removed" Incompatible Idl Loud "A type is gone."
    TYPE_ADDED "type_added" Compatible Idl Loud "A type is new."
    TYPE_CHANGED "type_changed" Incompatible Idl Loud "Something is of another type."
    TYPE_NAME_CHANGED "type_name_changed" Incompatible Idl Loud "Something is of a type of another name."
    TYPE_UNKNOWN "type_unknown" Incompatible Idl Loud "Something is of a type that nothing defines."
    NUMBER_PROMOTED "number_promoted" Compatible Idl Loud "A number is of a wider type."
    FIELD_ADDED "field_added" Compatible Idl Loud "A record has a further field that may be absent."
    FIELD_ADDED_REQUIRED "field_added_required" Incompatible Idl Loud "A record has a further field that must be there."
    FIELD_ADDED_WITH_DEFAULT "field_added_with_default" Compatible Idl Loud "A record has a further field with a default."
    FIELD_REMOVED "field_removed" Incompatible Idl Loud "A record has lost a field that might be absent."
    FIELD_REMOVED_REQUIRED "field_removed_required" Incompatible Idl Loud "A record has lost a field that had to be there."
    FIELD_MADE_OPTIONAL "field_made_optional" Incompatible Idl Loud "A field that had to be there may be absent."
    FIELD_MADE_REQUIRED "field_made_required" Incompatible Idl Loud "A field that might be absent must be there."
    FIELD_MADE_OPTIONAL_WITH_DEFAULT "field_made_optional_with_default" Incompatible Idl Loud "A field with a default may be absent."
    FIELD_MADE_REQUIRED_WITH_DEFAULT "field_made_required_with_default" Incompatible Idl Loud "A field that might be absent has a default instead."
    FIELD_DEFAULT_ADDED "field_default_added" Incompatible Idl Loud "A field that had to be there has a default."
    FIELD_DEFAULT_REMOVED "field_default_removed" Incompatible Idl Loud "A field with a default must be there."
    FIELD_DEFAULT_CHANGED "field_default_changed" None Yaml Silent "What a reader takes for a missing field is another value."
    FIELD_VALIDATION_ADDED "field_validation_added" Incompatible Idl Loud "The values of a field are restricted further."
    FIELD_VALIDATION_REMOVED "field_validation_removed" Incompatible Idl Loud "A restriction of the values of a field is gone."
    SYMBOL_ADDED "symbol_added" WireCompatible Idl Loud "An enum has a further symbol."
    SYMBOL_REMOVED "symbol_removed" Incompatible Idl Loud "An enum has lost a symbol."
    SYMBOLS_REORDERED "symbols_reordered" Compatible Idl Loud "The symbols of an enum stand in another order."
    FIXED_SIZE_CHANGED "fixed_size_changed" Incompatible Idl Loud "A fixed has another number of bytes."
    UNION_MEMBER_ADDED "union_member_added" Incompatible Idl Loud "A union has a further member."
    UNION_MEMBER_REMOVED "union_member_removed" Incompatible Idl Loud "A union has lost a member."
    UNION_ALIASES_CHANGED "union_aliases_changed" Incompatible Idl Loud "The members of a union are named by aliases, or no longer are."
    // The API, as the YAML alone has it
    HOST_CHANGED "host_changed" Incompatible Yaml Silent "The API is served by another host."
    API_VERSION_CHANGED "api_version_changed" WireCompatible Yaml Silent "Requests ask for another version of the API."
    API_VERSION_HEADER_CHANGED "api_version_header_changed" Incompatible Yaml Loud "The version stands in another header, or in none."
    BASE_CHANGED "base_changed" Incompatible Yaml Loud "The resources of a base stand at another path, or differ in what they take."
    ID_HEADERS_CHANGED "id_headers_changed" Incompatible Yaml Silent "The key of a created entity is read from other headers."
    OAUTH_CHANGED "oauth_changed" WireCompatible Yaml Loud "Tokens come from other addresses, or on other terms."
    ERROR_MEANING_CHANGED "error_meaning_changed" Compatible Yaml Silent "What errors mean is told by other rules."
    GROUP_ADDED "group_added" None Yaml Loud "A group of resources is new."
    GROUP_REMOVED "group_removed" None Yaml Loud "A group of resources is gone."
    GROUP_DEFAULT_CHANGED "group_default_changed" None Yaml Loud "A group is compiled by default, or no longer is."
    SCOPE_ADDED "scope_added" None Yaml Loud "A permission is new."
    SCOPE_REMOVED "scope_removed" None Yaml Loud "A permission is gone."
    // Kinds of URN, as the YAML alone has it
    URN_KIND_ADDED "urn_kind_added" Compatible Yaml Loud "A kind of URN is new."
    URN_KIND_REMOVED "urn_kind_removed" Incompatible Yaml Loud "A kind of URN is gone."
    URN_NAMESPACE_CHANGED "urn_namespace_changed" Incompatible Yaml Silent "URNs of a kind are spelled with another namespace."
    URN_ID_CHANGED "urn_id_changed" Incompatible Yaml Loud "The id in URNs of a kind is of another type."
    URN_ENTITY_CHANGED "urn_entity_changed" Compatible Yaml Loud "URNs of a kind resolve to another entity."
    URN_VARIANT_ADDED "urn_variant_added" Compatible Yaml Loud "A kind of URN can be resolved in a further way."
    URN_VARIANT_REMOVED "urn_variant_removed" Incompatible Yaml Loud "A kind of URN can no longer be resolved in one of its ways."
    URN_SET_CHANGED "urn_set_changed" WireCompatible Yaml Loud "A set of kinds of URN has other members."
    // Resources and methods, as the YAML alone has it
    RESOURCE_BASE_CHANGED "resource_base_changed" Incompatible Yaml Silent "A resource stands below another base."
    RESOURCE_GROUP_CHANGED "resource_group_changed" None Yaml Loud "A resource is in another group."
    RESOURCE_VERSION_CHANGED "resource_version_changed" WireCompatible Yaml Silent "A resource is pinned to another version of the API, or to none."
    RESOURCE_PROTOCOL_CHANGED "resource_protocol_changed" Incompatible Yaml Silent "Requests are written in another version of the protocol."
    RESOURCE_UNOFFICIAL_CHANGED "resource_unofficial_changed" None Yaml Silent "A resource is said to be unofficial, or no longer is."
    PERMISSION_NARROWED "permission_narrowed" Incompatible Yaml Silent "A call or field needs a permission that it did without."
    PERMISSION_WIDENED "permission_widened" Compatible Yaml Silent "A call or field is content with less."
    HEADER_ADDED "header_added" Compatible Yaml Loud "A call takes a further header that may be left out."
    HEADER_ADDED_REQUIRED "header_added_required" Incompatible Yaml Loud "A call needs a further header."
    HEADER_REMOVED "header_removed" Incompatible Yaml Loud "A call no longer takes a header."
    HEADER_MADE_OPTIONAL "header_made_optional" Compatible Yaml Loud "A header may be left out."
    HEADER_MADE_REQUIRED "header_made_required" Incompatible Yaml Loud "A header may no longer be left out."
    HEADER_TYPE_CHANGED "header_type_changed" Incompatible Yaml Loud "A header is of another type."
    PAGING_STYLE_CHANGED "paging_style_changed" Incompatible Yaml Loud "Pages are asked for in another way."
    PAGING_TOTAL_ADDED "paging_total_added" Compatible Yaml Loud "Pages tell how many elements there are."
    PAGING_TOTAL_REMOVED "paging_total_removed" Incompatible Yaml Loud "Pages no longer tell how many elements there are."
    PAGING_LIMITS_CHANGED "paging_limits_changed" Compatible Yaml Silent "Pages have another size by default or at most."
    PROJECTION_ADDED "projection_added" Compatible Yaml Loud "The answer of a call can be projected, or its mask be spelled in a further way."
    PROJECTION_REMOVED "projection_removed" Incompatible Yaml Loud "The answer of a call can no longer be projected, or its mask be spelled in one of the ways."
    PROJECTION_SPELLING_CHANGED "projection_spelling_changed" WireCompatible Yaml Loud "A mask is spelled in another of the ways that the call takes."
    DECORATING_ADDED "decorating_added" Compatible Yaml Loud "A call can resolve URNs."
    DECORATING_REMOVED "decorating_removed" Incompatible Yaml Loud "A call can no longer resolve URNs."
    BODY_CHANGED "body_changed" Incompatible Yaml Loud "A call sends a body of another sort."
    BODY_TYPE_CHANGED "body_type_changed" Incompatible Yaml Loud "A call sends another record."
    ANSWER_CHANGED "answer_changed" Incompatible Yaml Loud "A call answers something of another sort."
    ANSWER_TYPE_CHANGED "answer_type_changed" Incompatible Yaml Loud "A call answers a value of another type."
    VERB_CHANGED "verb_changed" Incompatible Yaml Silent "A plain call uses another HTTP verb."
    REPEATABILITY_CHANGED "repeatability_changed" Compatible Yaml Silent "A call may be made again after a failure, or no longer may."
    MAX_BODY_CHANGED "max_body_changed" None Yaml Silent "An answer may have another number of bytes."
    TASK_ADDED "task_added" None Yaml Loud "A resource has a further task of several calls."
    TASK_REMOVED "task_removed" None Yaml Loud "A resource has lost a task of several calls."
    TASK_CHANGED "task_changed" WireCompatible Yaml Loud "A task polls, ends or expires in another way."
    // Types, as the YAML alone has it
    URN_KIND_STATED "urn_kind_stated" Compatible Yaml Loud "A text is said to be a URN, or is told in which kinds it comes."
    URN_KIND_CHANGED "urn_kind_changed" Incompatible Yaml Loud "A URN is of other kinds."
    FORMAT_CHANGED "format_changed" None Yaml Loud "What a text or number means is stated otherwise."
    INSTANT_UNIT_CHANGED "instant_unit_changed" Incompatible Yaml Loud "A point in time is counted in another unit."
    DECORATION_ADDED "decoration_added" Compatible Yaml Loud "A URN can be resolved."
    DECORATION_REMOVED "decoration_removed" Incompatible Yaml Loud "A URN can no longer be resolved."
    DECORATION_CHANGED "decoration_changed" Incompatible Yaml Loud "A URN resolves to another record."
    SHAPES_CHANGED "shapes_changed" Compatible Yaml Loud "A reader takes an array where it took only a map, or no longer does."
    MAP_KEY_CHANGED "map_key_changed" Compatible Yaml Loud "The keys of a map are URNs, or no longer are, or of another kind."
    UNION_NULL_CHANGED "union_null_changed" Incompatible Yaml Loud "A union may be null, or no longer may."
    FIELDS_REORDERED "fields_reordered" None Yaml Loud "The required fields of a record stand in another order."
    PARAMETERS_REORDERED "parameters_reordered" None Yaml Loud "The required parameters of a method stand in another order."
    // Rust, as the YAML alone has it
    TYPE_MOVED "type_moved" None Yaml Loud "A type is declared in another file, so that it is in another module."
    RUST_NAME_CHANGED "rust_name_changed" None Yaml Loud "Something has another name in Rust alone."
    RUST_TYPE_CHANGED "rust_type_changed" None Yaml Loud "A hand-written type stands for something, or another one does."
    RUST_EXTENSION_CHANGED "rust_extension_changed" None Yaml Loud "A type has other hand-written methods."
}
