//! A row as it was read, by either driver, and the types that a column may have.

use rusqlite::types::ValueRef;
use sea_orm::{QueryResult, TryGetable};
use uuid::Uuid;

use crate::store::error::StoreError;

/// A row, its columns in the order of the `SELECT`.
#[derive(Debug)]
pub struct Row(Source);

#[derive(Debug)]
enum Source {
    /// From a server.
    Served(QueryResult),
    /// From a file.
    Local(Vec<Cell>),
}

/// One value of a file's row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number; also an instant, and yes or no.
    Integer(i64),
    /// Words.
    Text(String),
    /// Bytes; also an identity.
    Blob(Vec<u8>),
}

/// A type that a column may have on either engine.
pub trait Column: TryGetable {
    /// Reads the value of a file's row; `None` when it is of another type.
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl Row {
    /// A row that a server sent.
    pub const fn served(row: QueryResult) -> Self {
        Self(Source::Served(row))
    }

    /// A row of a file.
    pub const fn local(cells: Vec<Cell>) -> Self {
        Self(Source::Local(cells))
    }

    /// The column at a place, from 0.
    pub fn at<T: Column>(&self, place: usize) -> Result<T, StoreError> {
        match &self.0 {
            Source::Served(row) => Ok(row.try_get_by_index(place)?),
            Source::Local(cells) => {
                let cell = cells.get(place);
                cell.and_then(T::from_cell)
                    .ok_or_else(|| StoreError::Broken(format!("column {place} holds {cell:?}")))
            }
        }
    }
}

impl Cell {
    /// Copies a value out of the driver; numbers with a fraction are none of ours.
    pub fn of(value: ValueRef<'_>) -> Result<Self, StoreError> {
        match value {
            ValueRef::Null => Ok(Self::Null),
            ValueRef::Integer(number) => Ok(Self::Integer(number)),
            ValueRef::Text(text) => match std::str::from_utf8(text) {
                Ok(text) => Ok(Self::Text(text.to_owned())),
                Err(error) => Err(StoreError::broken("text", error)),
            },
            ValueRef::Blob(bytes) => Ok(Self::Blob(bytes.to_vec())),
            ValueRef::Real(number) => Err(StoreError::broken("number", number)),
        }
    }
}

impl Column for i64 {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Integer(number) => Some(*number),
            Cell::Null | Cell::Text(_) | Cell::Blob(_) => None,
        }
    }
}

impl Column for i16 {
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell).and_then(|number| Self::try_from(number).ok())
    }
}

impl Column for bool {
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell).map(|number| number != 0)
    }
}

impl Column for String {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text.clone()),
            Cell::Null | Cell::Integer(_) | Cell::Blob(_) => None,
        }
    }
}

impl Column for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Blob(bytes) => Some(bytes.clone()),
            Cell::Null | Cell::Integer(_) | Cell::Text(_) => None,
        }
    }
}

impl Column for Uuid {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Blob(bytes) => Self::from_slice(bytes).ok(),
            Cell::Null | Cell::Integer(_) | Cell::Text(_) => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Integer(_) | Cell::Text(_) | Cell::Blob(_) => T::from_cell(cell).map(Some),
        }
    }
}
