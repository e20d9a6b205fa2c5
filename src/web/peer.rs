//! Where a request comes from: the other end of the connection, or what a server in front that we know says.

use std::net::IpAddr;
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::web::Data;
use ipnet::IpNet;

use crate::usecases::limits::Peer;

/// The header in which servers in front name the address they were asked from, each after the one before.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The servers in front whose word is taken for where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

/// Neither an address nor a network.
#[derive(Debug, thiserror::Error)]
#[error(
    "server.trusted_proxies: “{0}” is neither an address (192.0.2.7) nor a network (10.0.0.0/8)"
)]
pub struct BadProxy(String);

impl FromStr for TrustedProxies {
    type Err = BadProxy;

    /// Reads addresses and networks separated by commas.
    fn from_str(text: &str) -> Result<Self, BadProxy> {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                let address = part.parse::<IpAddr>().map(IpNet::from);
                address
                    .or_else(|_| part.parse::<IpNet>())
                    .map_err(|_| BadProxy(part.to_owned()))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl TrustedProxies {
    fn knows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The first address, from ours outwards, that is none of the servers in front. What a stranger writes
    /// into the header before them is not looked at.
    fn client<'a>(
        &self,
        connected: IpAddr,
        forwarded: impl DoubleEndedIterator<Item = &'a str>,
    ) -> IpAddr {
        let mut client = connected;
        for named in forwarded.rev() {
            if !self.knows(client) {
                break;
            }
            match named.trim().parse() {
                Ok(address) => client = address,
                Err(_) => break,
            }
        }
        client
    }
}

/// Where a request comes from.
pub fn peer_of(request: &HttpRequest) -> Peer {
    let connected = request.peer_addr().map(|address| address.ip());
    let proxies = request.app_data::<Data<TrustedProxies>>();
    Peer::at(match (connected, proxies) {
        (Some(connected), Some(proxies)) => {
            let lines: Vec<&str> = request
                .headers()
                .get_all(FORWARDED_FOR)
                .filter_map(|value| value.to_str().ok())
                .collect();
            let named: Vec<&str> = lines.iter().flat_map(|line| line.split(',')).collect();
            Some(proxies.client(connected, named.into_iter()))
        }
        (connected, _) => connected,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, connected: &str, header: &str) -> String {
        let trusted: TrustedProxies = trusted.parse().unwrap();
        let connected = connected.parse().unwrap();
        trusted.client(connected, header.split(',')).to_string()
    }

    #[test]
    fn a_stranger_cannot_say_where_they_come_from() {
        assert_eq!(client("", "192.0.2.7", "198.51.100.1"), "192.0.2.7");
        assert_eq!(
            client("10.0.0.0/8", "192.0.2.7", "198.51.100.1"),
            "192.0.2.7"
        );
        let invented = "1.2.3.4, 198.51.100.1";
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", invented), "198.51.100.1");
    }

    #[test]
    fn every_known_server_in_front_is_passed() {
        let way = "198.51.100.1, 10.0.0.9";
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", way), "198.51.100.1");
        assert_eq!(client("10.0.0.1", "10.0.0.1", way), "10.0.0.9");
        assert_eq!(client("127.0.0.1", "::ffff:127.0.0.1", way), "10.0.0.9");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", "unknown"), "10.0.0.1");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", ""), "10.0.0.1");
    }

    #[test]
    fn what_is_no_network_is_named() {
        let error = "10.0.0.0/8, proxy.example".parse::<TrustedProxies>();
        let said = error.unwrap_err().to_string();
        assert!(said.contains("“proxy.example”"), "{said}");
    }
}
