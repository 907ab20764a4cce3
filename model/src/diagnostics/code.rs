//! The codes of diagnostics: one number and one title each, never given to another rule.
//!
//! They stand in one table, so that the reference page and the tests can list them, and no code is
//! without the text in `explain/` that says why its rule exists.

use std::fmt;
use std::str::FromStr;

use heck::ToSnakeCase;

use super::suggest::nearest;

/// What a rule is about; the first two digits of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Area {
    /// Files, YAML, and the keys of the schema language.
    Syntax,
    /// Names, on the wire and in Rust.
    Names,
    /// Records, enums, unions, shapes, typerefs.
    Types,
    /// URN kinds and decorations.
    Urns,
    /// Resources and their methods.
    Resources,
    /// Tasks.
    Tasks,
    /// Samples; an error here leaves the model usable.
    Samples,
    /// IDL that is turned into a schema.
    Import,
    /// Warnings about what a schema may say and rarely means; each can be silenced by its name.
    Lints,
}

macro_rules! codes {
    ($($area:ident { $($(#[$doc:meta])* $code:ident = $number:literal, $title:literal;)* })*) => {
        /// Which rule is broken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(
                #[doc = concat!("`E", stringify!($number), "`: ", $title, ".")]
                $code,
            )*)*
        }

        impl Code {
            /// All codes, by number.
            pub const ALL: &[Self] = &[$($(Self::$code,)*)*];

            /// The code as it is printed, such as `E0121`.
            pub fn number(self) -> &'static str {
                match self {
                    $($(Self::$code => concat!("E", stringify!($number)),)*)*
                }
            }

            /// The rule's name in the schema language and in JSON, such as `unknown_key`.
            pub fn name(self) -> String {
                match self {
                    $($(Self::$code => stringify!($code).to_snake_case(),)*)*
                }
            }

            /// What the rule is about, in a few words.
            pub fn title(self) -> &'static str {
                match self {
                    $($(Self::$code => $title,)*)*
                }
            }

            /// Why the rule exists and how to keep it, as Markdown with tested examples.
            pub fn explanation(self) -> &'static str {
                match self {
                    $($(Self::$code => {
                        include_str!(concat!("explain/E", stringify!($number), ".md"))
                    })*)*
                }
            }

            /// The group that the code belongs to.
            pub fn area(self) -> Area {
                match self {
                    $($(Self::$code => Area::$area,)*)*
                }
            }
        }
    };
}

codes! {
    Syntax {
        FileUnreadable = 0101, "file that cannot be read";
        FileUnexpected = 0102, "file without a place in a schema";
        FileMissing = 0103, "file missing";
        FileName = 0104, "name of a file or folder that cannot be used";
        Yaml = 0110, "not YAML";
        Indentation = 0111, "indentation";
        TooMuch = 0112, "nested too deeply, or too many values";
        DuplicateKey = 0113, "key written twice";
        Anchor = 0114, "anchor or alias";
        Tag = 0115, "tag";
        MergeKey = 0116, "merge key";
        SecondDocument = 0117, "second document";
        KeyShape = 0118, "key that is no text";
        WrongShape = 0120, "value of the wrong shape";
        UnknownKey = 0121, "unknown key";
        MissingKey = 0122, "missing key";
        WrongValue = 0123, "value that is not allowed";
        TypeExpression = 0124, "type that cannot be read";
        KeyConflict = 0125, "keys that exclude each other";
    }
    Names {
        InvalidName = 0201, "name that cannot be used";
        NoIdentifier = 0202, "name that cannot be a Rust identifier";
        Collision = 0203, "two items with one Rust name";
        Reserved = 0204, "Rust name that is taken";
        DeclaredTwice = 0205, "name declared twice";
    }
    Types {
        UnknownType = 0301, "unknown type";
        WrongKindOfType = 0302, "type of the wrong kind";
        IncludeCycle = 0303, "record that includes itself";
        Endless = 0304, "type without end";
        ShapeClash = 0305, "two alternatives of one JSON shape";
        Format = 0306, "format that does not fit";
        Accepts = 0307, "`accepts` that does not fit";
        ByUrnMisplaced = 0308, "union by URN outside a decoration";
        Empty = 0309, "list, map or type without content";
        FieldFlags = 0310, "facts of a field that exclude each other";
        Group = 0311, "type of a resource used by another group";
        Default = 0312, "default that does not fit its type";
    }
    Urns {
        UnknownKind = 0401, "unknown URN kind";
        UrnId = 0402, "id of a URN kind";
        Namespace = 0403, "URN kind without a namespace";
        KindTwice = 0404, "two URN kinds of one name on the wire";
        NotDecorable = 0405, "decoration of what is no URN";
        DecorationTarget = 0406, "decoration that does not fit its URN";
        DecorationCoverage = 0407, "union by URN that does not cover its kinds";
        UrnResource = 0408, "resource that does not serve the entity of a URN";
    }
    Resources {
        UnknownBase = 0501, "unknown base";
        UnknownGroup = 0502, "unknown group";
        UnknownScope = 0503, "unknown permission";
        UnknownResource = 0504, "unknown resource";
        MethodKind = 0505, "method that does not fit its resource";
        Key = 0506, "key of a resource";
        Entity = 0507, "entity missing";
        PagingMissing = 0508, "paging missing";
        Paging = 0509, "paging that does not fit";
        Returns = 0510, "answer that does not fit its method";
        Body = 0511, "body that does not fit its method";
        Projection = 0512, "projection that does not fit its method";
        Version = 0513, "version";
        ReservedParam = 0514, "parameter that the protocol uses itself";
        Header = 0515, "header";
        Path = 0516, "path";
        Link = 0517, "link of documentation";
        Parent = 0518, "resource below another";
        KeyParts = 0519, "parts of a key";
        Criteria = 0520, "criteria of a batch finder";
        ServiceError = 0521, "service error";
        BatchSize = 0522, "size of a batch";
        AlternativeKey = 0523, "alternative key";
        ErrorRule = 0524, "rule of what errors mean";
        OAuth = 0525, "OAuth 2.0 server";
    }
    Tasks {
        TaskMethod = 0601, "method of a task";
        TaskField = 0602, "field of a task";
        TaskSymbol = 0603, "symbol of a task's status";
        TaskMask = 0604, "projection of a task";
    }
    Samples {
        SampleFile = 0701, "sample that cannot be read";
        SampleRequest = 0702, "request of a sample that does not fit";
        SampleResponse = 0703, "response of a sample that does not fit";
    }
    Import {
        IdlUnreadable = 0801, "IDL that cannot be read";
        NotIdl = 0802, "file without IDL";
        IdlJson = 0810, "not JSON";
        IdlPdl = 0811, "not PDL";
        IdlTooMuch = 0812, "IDL nested too deeply";
        IdlTwice = 0813, "member of IDL written twice";
        IdlShape = 0820, "member of IDL of the wrong shape";
        IdlMissing = 0821, "member of IDL missing";
        IdlValue = 0822, "value of IDL that is not allowed";
        IdlName = 0823, "name in IDL that cannot be used";
        IdlUnknownName = 0830, "name in IDL without a definition";
        IdlDefinedTwice = 0831, "schema of IDL defined twice";
        IdlAlias = 0832, "alias that another schema has";
        IdlImport = 0833, "import that cannot be used";
        IdlInclude = 0834, "include that cannot be followed";
        IdlFieldTwice = 0835, "field that a record of IDL has twice";
        IdlUnion = 0836, "union whose members cannot be told apart";
        IdlTyperef = 0837, "typeref that refers to itself";
        IdlResourceTwice = 0840, "resource described twice";
        IdlResourceKind = 0841, "kind of a resource in IDL";
        IdlKey = 0842, "key of a resource in IDL";
        IdlEntity = 0843, "entity of a resource in IDL";
        IdlMethods = 0844, "methods of a resource in IDL";
        IdlPath = 0845, "path of a resource in IDL";
        IdlDefault = 0846, "default in IDL that does not fit";
        IdlServiceError = 0847, "service error that cannot be kept apart";
        Dropped = 0850, "member of IDL without a counterpart";
        Informative = 0851, "members of IDL that only inform";
        Renamed = 0852, "name that had to change";
        SuiteFile = 0860, "file of a conformance suite";
        SuiteExchange = 0861, "exchange of a conformance suite";
    }
    Lints {
        UndecoratedUrn = 0901, "URN that could be resolved";
        UnusedType = 0902, "type that no call uses";
        PermissionsUnstated = 0903, "permission unknown";
        MissingDocs = 0904, "item without documentation";
        UnsampledResource = 0905, "resource without a sample";
        UnsampledParam = 0906, "finder parameter in no sample";
        OldVersion = 0907, "version older than nine months";
        PrefixedSymbol = 0908, "symbol that repeats its enum";
        TwoSpellings = 0909, "one name in two spellings";
        IdleAllow = 0910, "`allow` that silences nothing";
    }
}

impl Code {
    /// The warnings that `allow` can silence.
    pub fn lints() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|code| code.area() == Area::Lints && *code != Self::IdleAllow)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.number())
    }
}

/// A text that names no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    written: String,
    /// The code that was probably meant.
    pub meant: Option<Code>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no diagnostic has the code `{}`", self.written)?;
        match self.meant {
            Some(meant) => write!(f, "; did you mean `{meant}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownCode {}

/// Reads `E0121`, and what people make of it: `e121`, `0121`, `121`.
impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(written: &str) -> Result<Self, UnknownCode> {
        let digits = written.strip_prefix(['E', 'e']).unwrap_or(written);
        let number = format!("E{digits:0>4}");
        let found = Self::ALL.iter().find(|code| code.number() == number);
        found.copied().ok_or_else(|| {
            let near = nearest(&number, Self::ALL.iter().map(|code| code.number()));
            UnknownCode {
                written: written.to_owned(),
                meant: near.and_then(|near| near.parse().ok()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_and_belong_to_their_area() {
        let numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        for code in Code::ALL {
            let area = code.area() as usize + 1;
            assert!(code.number().starts_with(&format!("E0{area}")), "{code:?}");
        }
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        for written in ["E0121", "e0121", "E121", "e121", "0121", "121"] {
            assert_eq!(written.parse(), Ok(Code::UnknownKey), "{written}");
        }
        for code in Code::ALL {
            assert_eq!(code.number().parse(), Ok(*code));
        }
        for (written, said) in [
            (
                "126",
                "no diagnostic has the code `126`; did you mean `E0116`?",
            ),
            (
                "E1021",
                "no diagnostic has the code `E1021`; did you mean `E0121`?",
            ),
            ("keys", "no diagnostic has the code `keys`"),
        ] {
            let error = written.parse::<Code>().expect_err(written);
            assert_eq!(error.to_string(), said);
        }
    }
}
