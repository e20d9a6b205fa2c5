//! Reads as much of a PNG as it takes to tell a page from an empty window.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::ZlibDecoder;

/// Fewest different rows of pixels of a page that shows something.
const ROWS: usize = 100;

/// Fails unless the picture has this size and is not a plain surface.
pub fn shows_something(picture: &[u8], (width, height): (u32, u32), place: &str) {
    let rows = rows(picture, (width, height), place);
    assert!(
        rows.len() >= ROWS,
        "{place}: only {} different rows of pixels",
        rows.len()
    );
}

/// The different rows, as they are encoded.
fn rows(picture: &[u8], size: (u32, u32), place: &str) -> BTreeSet<Vec<u8>> {
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"), "{place}: no PNG");
    let mut rest = &picture[8..];
    let (mut header, mut packed) = (Vec::new(), Vec::new());
    while rest.len() >= 12 {
        let length = usize::try_from(number(rest)).expect("a length");
        let (kind, content) = (&rest[4..8], &rest[8..8 + length]);
        match kind {
            b"IHDR" => header = content.to_vec(),
            b"IDAT" => packed.extend_from_slice(content),
            _ => {}
        }
        rest = &rest[12 + length..];
    }
    assert_eq!((number(&header), number(&header[4..])), size, "{place}");
    let mut pixels = Vec::new();
    ZlibDecoder::new(packed.as_slice())
        .read_to_end(&mut pixels)
        .expect("pixels");
    let row = pixels.len() / usize::try_from(size.1).expect("a height");
    pixels.chunks_exact(row).map(<[u8]>::to_vec).collect()
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes(bytes[..4].try_into().expect("four bytes"))
}

#[test]
#[should_panic(expected = "no PNG")]
fn what_is_no_picture_is_refused() {
    shows_something(b"<svg/>", (1, 1), "sample");
}
