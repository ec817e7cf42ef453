//! The guard: no connection into a private network, whatever a dataset or a server says.
//!
//! It decides on resolved addresses, for every connection anew, and hands on only those that it
//! lets pass: the socket goes to the address that was decided on. Where every address of a name is
//! refused, there is no connection at all.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::trouble::NameError;

/// The addresses of a name, some day.
pub type Resolved = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Turns the name of a host into addresses.
pub trait Resolver: Send + Sync {
    /// The addresses of a name.
    fn resolve(&self, name: &str) -> Resolved;
}

/// The resolver of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Resolver for System {
    fn resolve(&self, name: &str) -> Resolved {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Which addresses connections may be made to: a function that says what is wrong with one.
pub type Policy = fn(IpAddr) -> Option<&'static str>;

/// Lets every address pass: `--allow-private`.
pub fn anywhere(_: IpAddr) -> Option<&'static str> {
    None
}

/// Lets addresses of the public internet pass; else says what an address is.
///
/// The registries of special-purpose addresses of the IANA (RFC 6890 and its updates), multicast,
/// and whatever holds an IPv4 address inside an IPv6 one: mapped, compatible, translated (RFC 6052,
/// also with a local prefix, RFC 8215), 6to4 and Teredo.
pub fn public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => refuse_v4(v4),
        IpAddr::V6(v6) => refuse_v6(v6),
    }
}

fn refuse_v4(address: Ipv4Addr) -> Option<&'static str> {
    let [a, b, c, d] = address.octets();
    Some(match (a, b, c) {
        (0, ..) => "an unspecified address",
        (127, ..) => "a loopback address",
        (10, ..) | (172, 16..=31, _) | (192, 168, _) => "a private address",
        (100, 64..=127, _) => "an address of a carrier's own network",
        (169, 254, _) => "a link-local address",
        (224..=239, ..) => "a multicast address",
        (192, 88, 99) => "a relay address",
        // 192.0.0.9 and .10 are public by their registration.
        (192, 0, 0) if d != 9 && d != 10 => "a reserved address",
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => "an address for documentation",
        (198, 18..=19, _) => "an address for benchmarks",
        (240..=255, ..) => "a reserved address",
        _ => return None,
    })
}

fn refuse_v6(address: Ipv6Addr) -> Option<&'static str> {
    let s = address.segments();
    let low = || Ipv4Addr::from((u32::from(s[6]) << 16) | u32::from(s[7]));
    if s[..7].iter().all(|segment| *segment == 0) && s[7] <= 1 {
        return Some(if s[7] == 1 { "a loopback address" } else { "an unspecified address" });
    }
    Some(match (s[0], s[1]) {
        (0, 0) if s[2..5] == [0, 0, 0] && s[5] == 0xffff => {
            return Some(refuse_v4(low()).unwrap_or("a mapped IPv4 address"));
        }
        (0, 0) => "an IPv4 address inside an IPv6 one",
        // On networks that speak IPv6 alone, DNS64 gives public IPv4 hosts such addresses.
        (0x64, 0xff9b) if s[2..6] == [0, 0, 0, 0] => return refuse_v4(low()),
        (0x64, 0xff9b) => "a translated address",
        (0x2002, _) => "a 6to4 address",
        (0x2001, 0) => "a Teredo address",
        (0x2001, 0x0db8) | (0x3fff, 0..=0x0fff) => "an address for documentation",
        (0x2001, 0x0001..=0x01ff) => "a reserved address",
        (0xfe80..=0xfebf, _) => "a link-local address",
        (0xfec0..=0xfeff, _) => "a site-local address",
        (0xfc00..=0xfdff, _) => "a private address",
        (0xff00..=0xffff, _) => "a multicast address",
        (0x2000..=0x3fff, _) => return None,
        _ => "a reserved address",
    })
}

/// An address that the guard refuses.
#[derive(Debug, thiserror::Error)]
#[error("`{host}` leads to {what}, {address}")]
pub(super) struct Forbidden {
    host: String,
    address: IpAddr,
    what: &'static str,
}

/// Refuses the host of an address that is written as a number: no resolver sees it.
pub(super) fn literal(url: &url::Url, policy: Policy) -> Result<(), Forbidden> {
    let address = match url.host() {
        Some(url::Host::Ipv4(address)) => IpAddr::V4(address),
        Some(url::Host::Ipv6(address)) => IpAddr::V6(address),
        Some(url::Host::Domain(_)) | None => return Ok(()),
    };
    match policy(address) {
        Some(what) => Err(Forbidden { host: url.host_str().unwrap_or_default().to_owned(), address, what }),
        None => Ok(()),
    }
}

/// Resolves names for the client and lets only addresses pass that the policy allows.
pub(super) struct Guard {
    pub(super) resolver: Arc<dyn Resolver>,
    pub(super) policy: Policy,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (policy, host) = (self.policy, name.as_str().to_owned());
        let resolved = self.resolver.resolve(&host);
        Box::pin(async move {
            let found = resolved.await.map_err(|error| NameError::of(&error))?;
            let (pass, refused): (Vec<IpAddr>, Vec<IpAddr>) =
                found.into_iter().partition(|address| policy(*address).is_none());
            if pass.is_empty() {
                return Err(match refused.first() {
                    Some(&address) => {
                        Forbidden { host, address, what: policy(address).unwrap_or("a private address") }
                            .into()
                    }
                    None => NameError::of(&io::Error::other("name has no usable address")).into(),
                });
            }
            Ok(Box::new(pass.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_public_internet() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "127.0.0.1",
            "127.255.255.255",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "192.88.99.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "100::1",
            "4000::1",
            "2001:2::1",
            "5f00::1",
        ] {
            assert!(public(text.parse().unwrap()).is_some(), "{text}");
        }
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.0.9",
            "198.20.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::8.8.8.8",
            "2001:4860::8888",
        ] {
            assert_eq!(public(text.parse().unwrap()), None, "{text}");
        }
    }

    #[test]
    fn numbers_in_any_spelling_are_addresses() {
        for text in
            ["http://127.1/", "http://0x7f.0.0.1/", "http://2130706433/", "http://[::ffff:127.0.0.1]/"]
        {
            assert!(literal(&text.parse().unwrap(), public).is_err(), "{text}");
        }
        assert!(literal(&"http://example.org/".parse().unwrap(), public).is_ok());
    }

    #[test]
    fn only_what_passes_is_handed_on() {
        struct Both;
        impl Resolver for Both {
            fn resolve(&self, _: &str) -> Resolved {
                Box::pin(async { Ok(vec![[127, 0, 0, 1].into(), [8, 8, 8, 8].into()]) })
            }
        }
        let guard = Guard { resolver: Arc::new(Both), policy: public };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found: Vec<SocketAddr> =
            runtime.block_on(guard.resolve("example.org".parse().unwrap())).unwrap().collect();
        assert_eq!(found, [SocketAddr::from(([8, 8, 8, 8], 0))]);
    }
}
