//! The state badge: a glyph by category, then the workflow's own label.

use askama::Template;
use domain::case::Category;

use crate::web::assets::files;

/// Glyph of a category, and its tone: blue is yours to act on, green is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Symbol of the sprite.
    pub symbol: &'static str,
    /// Class after `st`, with its leading blank.
    pub tone: &'static str,
}

impl Glyph {
    /// The glyph of a category.
    pub const fn of(category: Category) -> Self {
        let (symbol, tone) = match category {
            Category::New => ("s-new", " st--mine"),
            Category::Open => ("s-work", " st--mine"),
            Category::WaitingPartner | Category::WaitingThirdParty => ("s-wait", ""),
            Category::WaitingInternal => ("s-esc", ""),
            Category::Done => ("s-done", " st--ok"),
            Category::Void => ("s-no", ""),
        };
        Self { symbol, tone }
    }
}

/// A badge, ready to be shown; put into a template with `|safe`.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/state_badge.html")]
pub struct StateBadge<'a> {
    frame: &'static str,
    tone: &'static str,
    glyph: &'static str,
    label: &'a str,
    icons: &'static str,
}

impl<'a> StateBadge<'a> {
    /// Without an edge, for tables and lists.
    pub fn plain(category: Category, label: &'a str) -> Self {
        Self::framed("", category, label)
    }

    /// With an edge, for the head of a case.
    pub fn boxed(category: Category, label: &'a str) -> Self {
        Self::framed(" state--box", category, label)
    }

    fn framed(frame: &'static str, category: Category, label: &'a str) -> Self {
        let glyph = Glyph::of(category);
        Self {
            frame,
            tone: glyph.tone,
            glyph: glyph.symbol,
            label,
            icons: &files().icons,
        }
    }
}
