#![doc = include_str!("../../derive/src/projection.md")]
