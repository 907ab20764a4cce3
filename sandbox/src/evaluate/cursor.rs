//! Page tokens: opaque to clients, the same on every run, and of no use to another search.
//!
//! A token that a client made up, or took from elsewhere, is refused, since it would lead to an
//! arbitrary page.

/// The token of the page that begins at an index of what a search finds.
pub(super) fn write(search: &str, index: usize) -> String {
    let index = index as u64;
    let sum = sum(search, index);
    // The sum hides the index, which nobody is to count on.
    format!("{:016x}{sum:016x}", index ^ sum.rotate_left(32))
}

/// The index that a token of the same search leads to.
pub(super) fn read(search: &str, token: &str) -> Option<usize> {
    let (index, given) = token.split_at_checked(16)?;
    let given = u64::from_str_radix(given, 16).ok()?;
    let index = u64::from_str_radix(index, 16).ok()? ^ given.rotate_left(32);
    let index = usize::try_from(index).ok()?;
    // By its text, so that no other spelling of the numbers will do.
    (write(search, index) == token).then_some(index)
}

/// FNV-1a: unlike the standard library's hash, it is the same in every release.
fn sum(search: &str, index: u64) -> u64 {
    let bytes = search.bytes().chain(index.to_be_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_leads_back_in_its_own_search_only() {
        for index in [0, 1, 10, 4_000_000_000] {
            let token = write("a", index);
            assert_eq!(read("a", &token), Some(index));
            assert_eq!(read("b", &token), None);
            assert_eq!(read("a", &token.to_uppercase()), None, "{token}");
        }
        for token in [
            "",
            "10",
            "é234567890123456",
            "+000000000000000+000000000000000",
        ] {
            assert_eq!(read("a", token), None, "{token}");
        }
    }

    #[test]
    fn tokens_are_the_same_on_every_run_and_tell_no_index() {
        assert_eq!(write("/books?{}", 20), TWENTY);
        assert_ne!(write("/books?{}", 21)[..16], TWENTY[..16]);
    }

    const TWENTY: &str = "61d9f2317789af907789af8461d9f231";
}
