//! How often one may ask: by address for who is not signed in, by person otherwise, and strictly for sign-in
//! links. Kept in the memory of this process, within fixed bounds.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use domain::ids::PersonId;
use domain::time::{Instant, Span};

use crate::usecases::error::Error;

/// Most addresses, people or mail addresses remembered by one limit; of more, the least pressing is forgotten.
const REMEMBERED: usize = 16_384;

/// Where a request comes from: an IPv4 address, or the network that one IPv6 subscriber has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Peer(Option<IpAddr>);

impl Peer {
    /// The peer at this address; `None` where a connection has none, as behind a local socket.
    pub fn at(address: Option<IpAddr>) -> Self {
        Self(address.map(|address| match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }))
    }
}

/// How many in which time; 0 is without a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many; as many may come at once.
    pub many: u32,
    /// In which time.
    pub within: Span,
}

/// The limits of an installation.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Requests from one address by who is not signed in.
    pub address: Rate,
    /// Requests by one person.
    pub account: Rate,
    /// Sign-in links asked for from one address.
    pub sign_in_address: Rate,
    /// Sign-in links asked for one mail address.
    pub sign_in_email: Rate,
}

/// The limits and what they remember.
#[derive(Debug)]
pub struct Limits {
    address: Throttle<Peer>,
    account: Throttle<PersonId>,
    sign_in_address: Throttle<Peer>,
    sign_in_email: Throttle<String>,
}

impl Limits {
    /// Limits that remember nobody yet.
    pub fn new(rates: Rates) -> Self {
        Self {
            address: Throttle::new(rates.address),
            account: Throttle::new(rates.account),
            sign_in_address: Throttle::new(rates.sign_in_address),
            sign_in_email: Throttle::new(rates.sign_in_email),
        }
    }

    /// Counts a request by somebody who is not signed in.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn stranger(&self, from: Peer, now: Instant) -> Result<(), Error> {
        self.address.count(from, now)
    }

    /// Counts a request by a person, with whatever session or token.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn account(&self, person: PersonId, now: Instant) -> Result<(), Error> {
        self.account.count(person, now)
    }

    /// Counts a sign-in link that is asked for, whether or not anybody has the address: the answer must not tell.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn sign_in(&self, from: Peer, email: &str, now: Instant) -> Result<(), Error> {
        self.sign_in_address.count(from, now)?;
        self.sign_in_email.count(email.to_owned(), now)
    }
}

/// One limit: for each key the moment up to which it has asked in advance (the generic cell rate algorithm), so
/// that a number is all there is to remember.
#[derive(Debug)]
struct Throttle<K> {
    /// What one request costs, in microseconds; 0 without a limit.
    cost: i64,
    /// How far in advance one may ask, in microseconds.
    ahead: i64,
    booked: Mutex<HashMap<K, i64>>,
}

impl<K: Eq + Hash + Clone> Throttle<K> {
    fn new(rate: Rate) -> Self {
        let period = rate.within.as_millis().saturating_mul(1_000);
        let cost = period.checked_div(i64::from(rate.many)).unwrap_or(0);
        Self {
            cost,
            ahead: period.saturating_sub(cost),
            booked: Mutex::new(HashMap::new()),
        }
    }

    fn count(&self, key: K, now: Instant) -> Result<(), Error> {
        if self.cost == 0 {
            return Ok(());
        }
        let now = now.millis().saturating_mul(1_000);
        let mut booked = self.booked.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back must lock nobody out for longer than the limit itself.
        let latest = now.saturating_add(self.ahead).saturating_add(self.cost);
        let until = booked
            .get(&key)
            .map_or(now, |until| (*until).clamp(now, latest));
        let early = until.saturating_sub(now).saturating_sub(self.ahead);
        if early > 0 {
            booked.insert(key, until);
            let secs = early.saturating_add(999_999) / 1_000_000;
            return Err(Error::TooMany {
                retry_secs: u32::try_from(secs).unwrap_or(u32::MAX),
            });
        }
        if booked.len() >= REMEMBERED && !booked.contains_key(&key) {
            make_room(&mut booked, now);
        }
        booked.insert(key, until.saturating_add(self.cost));
        Ok(())
    }
}

/// Forgets who may ask as if never seen, or else who has asked for the least.
fn make_room<K: Eq + Hash + Clone>(booked: &mut HashMap<K, i64>, now: i64) {
    booked.retain(|_, until| *until > now);
    if booked.len() < REMEMBERED {
        return;
    }
    let least = booked.iter().min_by_key(|(_, until)| **until);
    if let Some(key) = least.map(|(key, _)| key.clone()) {
        booked.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Span = Span::minutes(1);

    fn at(secs: i64) -> Instant {
        Instant::from_millis(1_800_000_000_000 + secs * 1_000)
    }

    fn throttle(many: u32) -> Throttle<u32> {
        Throttle::new(Rate {
            many,
            within: MINUTE,
        })
    }

    fn wait(answer: Result<(), Error>) -> Option<u32> {
        match answer {
            Ok(()) => None,
            Err(Error::TooMany { retry_secs }) => Some(retry_secs),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn as_many_as_said_may_come_at_once_and_then_one_by_one() {
        let limit = throttle(6);
        for _ in 0..6 {
            assert_eq!(wait(limit.count(1, at(0))), None);
        }
        assert_eq!(wait(limit.count(1, at(0))), Some(10));
        assert_eq!(
            wait(limit.count(2, at(0))),
            None,
            "others are not concerned"
        );
        assert_eq!(wait(limit.count(1, at(9))), Some(1));
        assert_eq!(wait(limit.count(1, at(10))), None);
        assert_eq!(wait(limit.count(1, at(10))), Some(10));
        for _ in 0..6 {
            assert_eq!(wait(limit.count(1, at(70))), None, "rest gives all back");
        }
    }

    #[test]
    fn nought_is_no_limit() {
        let limit = throttle(0);
        assert!((0..100_000).all(|_| limit.count(1, at(0)).is_ok()));
        assert!(limit.booked.lock().unwrap().is_empty());
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        let limit = throttle(6);
        for _ in 0..6 {
            limit.count(1, at(86_400)).unwrap();
        }
        assert_eq!(wait(limit.count(1, at(0))), Some(10));
        assert_eq!(wait(limit.count(1, at(60))), None);
    }

    #[test]
    fn a_flood_of_addresses_is_forgotten_within_bounds() {
        let limit = throttle(6);
        for _ in 0..6 {
            limit.count(0, at(0)).unwrap();
        }
        for key in 1..40_000 {
            limit.count(key, at(0)).unwrap();
        }
        assert_eq!(limit.booked.lock().unwrap().len(), REMEMBERED);
        assert_eq!(
            wait(limit.count(0, at(0))),
            Some(10),
            "who asked the most is remembered"
        );
    }

    #[test]
    fn an_ipv6_subscriber_is_one_peer_and_a_mapped_address_is_its_ipv4_one() {
        let peer = |text: &str| Peer::at(Some(text.parse().unwrap()));
        assert_eq!(peer("2001:db8:1:2::1"), peer("2001:db8:1:2:ffff::9"));
        assert_ne!(peer("2001:db8:1:2::1"), peer("2001:db8:1:3::1"));
        assert_eq!(peer("::ffff:192.0.2.7"), peer("192.0.2.7"));
        assert_ne!(peer("192.0.2.7"), peer("192.0.2.8"));
    }
}
