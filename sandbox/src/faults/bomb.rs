//! Small bodies that become large ones when they are decoded.
//!
//! What is repeated is compressed once and sent again and again, so a bomb of any size takes neither
//! time nor memory here. What comes out is JSON of an object with one long text.

use axum::body::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress};

use super::fault::Coding;
use super::reply::Pieces;

const BEFORE: &[u8] = br#"{"elements":[],"padding":""#;
const FILL: u8 = b'a';
const AFTER: &[u8] = br#""}"#;
/// How much of the fill is compressed at once.
const BLOCK: u64 = 1 << 20;

/// The compressed body that becomes one of so many bytes, which are at least those of the JSON around.
pub(super) fn pieces(coding: Coding, size: u64) -> Pieces {
    let around = (BEFORE.len() + AFTER.len()) as u64;
    let fill = size.saturating_sub(around);
    match coding {
        Coding::Gzip => deflated(fill, &GZIP, |fill| {
            let size = (around + fill) as u32;
            [checksum(fill).to_le_bytes(), size.to_le_bytes()].concat()
        }),
        Coding::Deflate => deflated(fill, &ZLIB, |fill| adler(fill).to_be_bytes().to_vec()),
        Coding::Zstd => zstandard(fill),
    }
}

/// The header of a file without name or time.
const GZIP: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
const ZLIB: [u8; 2] = [0x78, 0x9c];

fn deflated(fill: u64, header: &'static [u8], trailer: impl Fn(u64) -> Vec<u8>) -> Pieces {
    let mut before = header.to_vec();
    before.extend(compressed(BEFORE, FlushCompress::Full));
    let block = Bytes::from(compressed(&[FILL; BLOCK as usize], FlushCompress::Full));
    let mut rest = vec![FILL; (fill % BLOCK) as usize];
    rest.extend(AFTER);
    let mut after = compressed(&rest, FlushCompress::Finish);
    after.extend(trailer(fill));
    let blocks = (0..fill / BLOCK).map(move |_| block.clone());
    let before = std::iter::once(Bytes::from(before));
    Box::new(before.chain(blocks).chain([Bytes::from(after)]))
}

/// A part of a stream of DEFLATE that depends on none before it, because each begins on a new byte
/// and remembers nothing.
fn compressed(bytes: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 64 + 256);
    let mut compress = Compress::new(Compression::best(), false);
    loop {
        let done = compress.total_in() as usize;
        let room = out.capacity() - out.len();
        // The input is in memory and the output grows, so there is nothing that can fail.
        let _ = compress.compress_vec(&bytes[done..], &mut out, flush);
        if out.len() < out.capacity() && compress.total_in() as usize == bytes.len() {
            return out;
        }
        out.reserve(room.max(256));
    }
}

/// The CRC of the decoded body.
fn checksum(fill: u64) -> u32 {
    let of = |bytes: &[u8]| {
        let mut sum = Crc::new();
        sum.update(bytes);
        sum
    };
    let mut sum = of(BEFORE);
    let block = of(&[FILL; BLOCK as usize]);
    (0..fill / BLOCK).for_each(|_| sum.combine(&block));
    sum.combine(&of(&vec![FILL; (fill % BLOCK) as usize]));
    sum.combine(&of(AFTER));
    sum.sum()
}

/// The Adler-32 of the decoded body.
fn adler(fill: u64) -> u32 {
    const MODULUS: u64 = 65_521;
    let one = |(low, high): (u64, u64), byte: &u8| {
        let low = (low + u64::from(*byte)) % MODULUS;
        (low, (high + low) % MODULUS)
    };
    let (low, high) = BEFORE.iter().fold((1, 0), one);
    // The fill at once: with each byte `low` grows by it, and `high` by what `low` is then.
    let n = u128::from(fill);
    let byte = u128::from(FILL);
    let grown = u128::from(high) + n * u128::from(low) + byte * (n * (n + 1) / 2);
    let high = (grown % u128::from(MODULUS)) as u64;
    let low = ((u128::from(low) + n * byte) % u128::from(MODULUS)) as u64;
    let (low, high) = AFTER.iter().fold((low, high), one);
    (high << 16 | low) as u32
}

/// Zstandard has a kind of block for a byte that is repeated, so no compressor is needed.
fn zstandard(fill: u64) -> Pieces {
    const MAGIC: [u8; 4] = 0xfd2f_b528_u32.to_le_bytes();
    /// No size, no checksum; a window of 128 KB, which is as much as a block may hold.
    const HEAD: [u8; 2] = [0, 7 << 3];
    const MOST: u64 = 128 << 10;
    const RAW: u32 = 0;
    const REPEATED: u32 = 1;
    fn block(last: bool, kind: u32, size: u64, bytes: &[u8]) -> Bytes {
        let head = (size as u32) << 3 | kind << 1 | u32::from(last);
        let mut block = head.to_le_bytes()[..3].to_vec();
        block.extend(bytes);
        Bytes::from(block)
    }
    let mut before = [&MAGIC[..], &HEAD[..]].concat();
    before.extend(block(false, RAW, BEFORE.len() as u64, BEFORE));
    let full = block(false, REPEATED, MOST, &[FILL]);
    let blocks = (0..fill / MOST).map(move |_| full.clone());
    let rest = block(false, REPEATED, fill % MOST, &[FILL]);
    let last = block(true, RAW, AFTER.len() as u64, AFTER);
    let before = std::iter::once(Bytes::from(before));
    Box::new(before.chain(blocks).chain([rest, last]))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::{GzDecoder, ZlibDecoder};

    use super::*;

    fn encoded(coding: Coding, size: u64) -> Vec<u8> {
        pieces(coding, size).flatten().collect()
    }

    fn decoded(coding: Coding, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let read = match coding {
            Coding::Gzip => GzDecoder::new(bytes).read_to_end(&mut out),
            Coding::Deflate => ZlibDecoder::new(bytes).read_to_end(&mut out),
            Coding::Zstd => ruzstd::decoding::StreamingDecoder::new(bytes)
                .unwrap()
                .read_to_end(&mut out),
        };
        read.unwrap();
        out
    }

    #[test]
    fn bombs_can_be_decoded_and_hold_what_they_say() {
        for coding in [Coding::Gzip, Coding::Deflate, Coding::Zstd] {
            for size in [0, 28, 29, 1_000, BLOCK, 2 * BLOCK + 4_321] {
                let body = decoded(coding, &encoded(coding, size));
                let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
                let expected = size.max(28);
                assert_eq!(body.len() as u64, expected, "{coding:?}");
                let text = json["padding"].as_str().unwrap();
                assert!(text.bytes().all(|byte| byte == FILL));
            }
        }
    }

    #[test]
    fn bombs_are_small() {
        let size = 100 << 20;
        for (coding, most) in [
            (Coding::Gzip, 110_000),
            (Coding::Deflate, 110_000),
            (Coding::Zstd, 3_300),
        ] {
            let length = encoded(coding, size).len();
            assert!(length < most, "{coding:?}: {length}");
        }
    }
}
