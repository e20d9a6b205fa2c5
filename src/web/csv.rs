//! Comma-separated values (RFC 4180) that a spreadsheet opens as they are: UTF-8 with its mark, and no
//! cell that it would take for a formula.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;

use crate::usecases::error::Error;
use crate::web::fail::Fail;

/// What tells French spreadsheets that the file is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A sheet: a heading and rows of as many cells.
#[derive(Debug)]
pub struct Sheet {
    writer: csv::Writer<Vec<u8>>,
}

impl Sheet {
    /// A sheet with its heading.
    ///
    /// # Errors
    /// [`Error::Internal`] when memory cannot be written, which is a bug.
    pub fn new<'a>(heading: impl IntoIterator<Item = &'a str>) -> Result<Self, Fail> {
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(MARK.to_vec());
        let mut sheet = Self { writer };
        sheet.row(heading)?;
        Ok(sheet)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`Error::Internal`] for a row of another length than the heading's.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), Fail> {
        self.writer
            .write_record(cells.into_iter().map(harmless))
            .map_err(|error| Error::Internal(error.to_string()).into())
    }

    /// The file.
    ///
    /// # Errors
    /// [`Error::Internal`] when memory cannot be written, which is a bug.
    pub fn finish(self) -> Result<Vec<u8>, Fail> {
        self.writer
            .into_inner()
            .map_err(|error| Error::Internal(error.to_string()).into())
    }
}

/// A sheet as an answer, to be kept under `name`.
pub fn file(sheet: Vec<u8>, name: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(sheet)
}

/// A cell that no spreadsheet reads as a formula (OWASP, CSV injection): such a beginning gets an
/// apostrophe, which spreadsheets take as “text”.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let mut sheet = Sheet::new(["a", "b"]).unwrap();
        sheet.row(["=HYPERLINK(\"x\")", "−1, or \"so\""]).unwrap();
        sheet.row(["+33 1", "@x"]).unwrap();
        let text = String::from_utf8(sheet.finish().unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}a,b\r\n\"'=HYPERLINK(\"\"x\"\")\",\"−1, or \"\"so\"\"\"\r\n'+33 1,'@x\r\n"
        );
    }

    #[test]
    fn a_row_that_is_too_short_is_a_fault() {
        let mut sheet = Sheet::new(["a", "b"]).unwrap();
        assert!(sheet.row(["a"]).is_err());
    }
}
