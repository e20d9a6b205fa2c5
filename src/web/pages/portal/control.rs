//! The controls that questions are answered with, ready to be shown by `portal/field.html`.

/// What a question is answered with.
#[derive(Clone, Debug)]
pub enum Control {
    /// One line.
    Line(Line),
    /// Several lines.
    Area(Area),
    /// A drop-down list.
    Select(Vec<OptionView>),
    /// Radios or checkboxes.
    Options(Options),
    /// Day, month, year, and perhaps a time.
    Boxes(Vec<BoxView>),
    /// Uploads.
    Files(Uploads),
}

/// One line of text.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it holds.
    pub value: String,
    /// `type` of the input.
    pub input_type: &'static str,
    /// `inputmode` of the input.
    pub inputmode: &'static str,
    /// `autocomplete` token.
    pub autocomplete: String,
    /// Signs before the box; may be empty.
    pub prefix: String,
    /// Signs after the box; may be empty.
    pub suffix: String,
    /// Whether the answer is short.
    pub short: bool,
    /// Whether spelling and capitals are the browser's business.
    pub prose: bool,
}

/// Several lines of text.
#[derive(Clone, Debug)]
pub struct Area {
    /// What it holds.
    pub value: String,
    /// Height in lines.
    pub rows: u8,
    /// How much may be written; empty for lists.
    pub count: String,
    /// Whether spelling and capitals are the browser's business.
    pub prose: bool,
}

/// Radios or checkboxes.
#[derive(Clone, Debug)]
pub struct Options {
    /// `radio` or `checkbox`.
    pub input_type: &'static str,
    /// What is offered.
    pub offered: Vec<OptionView>,
}

/// One thing offered.
#[derive(Clone, Debug)]
pub struct OptionView {
    /// Id of the control.
    pub id: String,
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Second line; may be empty.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// One box of a date or a moment.
#[derive(Clone, Debug)]
pub struct BoxView {
    /// Id of the control.
    pub id: String,
    /// Name of the control.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What it holds.
    pub value: String,
    /// Class of its width.
    pub width: &'static str,
    /// `inputmode` of the input.
    pub inputmode: &'static str,
}

/// Files already there and the control for more.
#[derive(Clone, Debug)]
pub struct Uploads {
    /// Media types and endings the browser offers.
    pub accept: String,
    /// Whether several may be chosen.
    pub several: bool,
    /// What is there.
    pub uploaded: Vec<UploadedView>,
}

/// A file that is there.
#[derive(Clone, Debug)]
pub struct UploadedView {
    /// Identity, sent back by Remove.
    pub id: String,
    /// Name as uploaded.
    pub name: String,
    /// Size in words.
    pub size: String,
}
