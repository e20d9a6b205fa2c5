//! The single words of definitions: each is one of a known list, or is answered with the nearest.

use crate::case::{Category, Kind, Priority};
use crate::clocks::clock::{ClockKind, OnReopen};
use crate::message::Audience;
use crate::people::Role;
use crate::source::unknown;
use crate::workflow::definition::{Ball, Trigger};
use crate::workflow::effect::Recipient;

/// A category of states, or the nearest known one.
pub(super) fn category(key: &str) -> Result<Category, String> {
    one_of("category", key, &Category::ALL, Category::as_str)
}

/// Whose turn it is, or the nearest known word.
pub(super) fn ball(key: &str) -> Result<Ball, String> {
    one_of("ball", key, &Ball::ALL, Ball::as_str)
}

/// What sets a transition off, or the nearest known word.
pub(super) fn trigger(key: &str) -> Result<Trigger, String> {
    one_of("trigger", key, &Trigger::ALL, Trigger::as_str)
}

/// A role, or the nearest known one.
pub(super) fn role(key: &str) -> Result<Role, String> {
    one_of("role", key, &Role::ALL, Role::as_str)
}

/// A kind of case, or the nearest known one.
pub(super) fn kind(key: &str) -> Result<Kind, String> {
    one_of("kind of case", key, &Kind::ALL, Kind::as_str)
}

/// A priority, or the nearest known one.
pub(super) fn priority(key: &str) -> Result<Priority, String> {
    one_of("priority", key, &Priority::ALL, Priority::as_str)
}

/// To whom a mail goes, or the nearest known word.
pub(super) fn recipient(key: &str) -> Result<Recipient, String> {
    one_of("recipient", key, &Recipient::ALL, Recipient::as_str)
}

/// Who reads a message, or the nearest known word.
pub(super) fn audience(key: &str) -> Result<Audience, String> {
    one_of(
        "audience",
        key,
        &[Audience::Public, Audience::Internal],
        |one| match one {
            Audience::Public => "public",
            Audience::Internal => "internal",
        },
    )
}

/// Who is owed by a clock, or the nearest known word.
pub(super) fn clock_kind(key: &str) -> Result<ClockKind, String> {
    let all = [ClockKind::Sla, ClockKind::Ola, ClockKind::Uc];
    one_of("kind of clock", key, &all, |one| match one {
        ClockKind::Sla => "sla",
        ClockKind::Ola => "ola",
        ClockKind::Uc => "uc",
    })
}

/// What a reopening does to a clock, or the nearest known word.
pub(super) fn on_reopen(key: &str) -> Result<OnReopen, String> {
    let all = [OnReopen::Resume, OnReopen::NewCycle, OnReopen::None];
    one_of("answer to a reopening", key, &all, |one| match one {
        OnReopen::Resume => "resume",
        OnReopen::NewCycle => "new_cycle",
        OnReopen::None => "none",
    })
}

/// The letter of a shortcut.
pub(super) fn shortcut(key: &str) -> Result<char, String> {
    let mut letters = key.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_uppercase() => Ok(letter),
        _ => Err(format!("a shortcut is one capital letter, not “{key}”")),
    }
}

fn one_of<T: Copy>(
    what: &str,
    key: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    let names = all.iter().map(|one| name(*one));
    let found = all.iter().copied().find(|one| name(*one) == key);
    found.ok_or_else(|| unknown(what, key, names))
}
