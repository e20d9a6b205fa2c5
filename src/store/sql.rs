//! A statement being written, and a row being read, column after column.
//!
//! Values stand as `?` in the text; `dialect` numbers them for the engine that wants numbers.

use sea_orm::Value;
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;

use crate::store::error::StoreError;
use crate::store::row::{Column, Row};

/// Text and values of one statement.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    /// The text, with a `?` for each value.
    pub text: String,
    /// The values, in the order of the question marks.
    pub values: Vec<Value>,
}

impl Sql {
    /// A statement that begins with `text`.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// More text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// A value for a question mark that the text already has.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self
    }

    /// More text that ends in a question mark, and its value.
    pub fn arg(&mut self, text: &str, value: impl Into<Value>) -> &mut Self {
        self.text.push_str(text);
        self.text.push('?');
        self.bind(value)
    }

    /// More text and a whole number in the text itself: for limits, which SQLite would otherwise read
    /// from the bound value while planning, and so plan the statement anew each time.
    pub fn number(&mut self, text: &str, number: i64) -> &mut Self {
        self.text.push_str(text);
        self.text.push_str(&number.to_string());
        self
    }

    /// Another statement's text and values.
    pub fn append(&mut self, other: Self) -> &mut Self {
        self.text.push_str(&other.text);
        self.values.extend(other.values);
        self
    }

    /// `(?, ?, …)` and the values; an empty list gives `(NULL)`, which nothing is in.
    pub fn list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        let before = self.values.len();
        self.values.extend(values.into_iter().map(Into::into));
        let many = self.values.len() - before;
        if many == 0 {
            return self.push("(NULL)");
        }
        self.marks(many);
        self
    }

    /// `INSERT INTO table (columns) VALUES (…), (…)`: one row for each item, written by `row`.
    ///
    /// `columns` is the comma-separated list of names, and `row` binds as many values.
    pub fn insert<T>(
        table: &str,
        columns: &str,
        items: impl IntoIterator<Item = T>,
        row: impl FnMut(&mut Self, T),
    ) -> Self {
        Self::insert_by("INSERT INTO ", table, columns, items, row)
    }

    /// The same beginning with another verb (`Engine::insert_many`).
    pub fn insert_by<T>(
        verb: &str,
        table: &str,
        columns: &str,
        items: impl IntoIterator<Item = T>,
        mut row: impl FnMut(&mut Self, T),
    ) -> Self {
        let items = items.into_iter();
        let (many, width) = (items.size_hint().0, columns.split(',').count());
        let mut sql = Self {
            text: String::with_capacity(columns.len() + 64 + many * width * 3),
            values: Vec::with_capacity(many * width),
        };
        sql.push(verb)
            .push(table)
            .push(" (")
            .push(columns)
            .push(") VALUES ");
        let mut first = true;
        for item in items {
            if !first {
                sql.push(", ");
            }
            first = false;
            row(&mut sql, item);
            sql.marks(width);
        }
        debug_assert_eq!(
            sql.text.matches('?').count(),
            sql.values.len(),
            "as many values as columns: {table}"
        );
        sql
    }

    fn marks(&mut self, many: usize) {
        self.text.push('(');
        for at in 0..many {
            self.text.push_str(if at == 0 { "?" } else { ", ?" });
        }
        self.text.push(')');
    }
}

/// Reads the columns of a row one after the other, in the order of the `SELECT`.
#[derive(Debug)]
pub struct Columns<'a> {
    row: &'a Row,
    at: usize,
}

impl<'a> Columns<'a> {
    /// Starts at the first column.
    pub const fn of(row: &'a Row) -> Self {
        Self { row, at: 0 }
    }

    /// The next column.
    pub fn take<T: Column>(&mut self) -> Result<T, StoreError> {
        let value = self.row.at(self.at)?;
        self.at += 1;
        Ok(value)
    }

    /// The next column, a key of one of our enums.
    pub fn key<T: DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text: String = self.take()?;
        key(&text)
    }

    /// The next column, JSON.
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text: String = self.take()?;
        Ok(serde_json::from_str(&text)?)
    }

    /// The next column, a count or version that fits 32 bits.
    pub fn small<T: TryFrom<i64>>(&mut self) -> Result<T, StoreError> {
        let value: i64 = self.take()?;
        T::try_from(value).map_err(|_| StoreError::broken("number out of range", value))
    }
}

/// Reads a key of one of our enums, such as `breached_open`.
pub fn key<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    T::deserialize(StrDeserializer::<serde::de::value::Error>::new(text))
        .map_err(|_| StoreError::broken("unknown key", text))
}
