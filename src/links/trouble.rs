//! Errors of the client, of TLS and of the system, each named for the [`Failure`] that it is.

use std::error::Error;
use std::io;

use rustls::CertificateError;

use super::failure::Failure;
use super::guard::Forbidden;
use super::tls::SelfSigned;

impl Failure {
    /// Whether another try may go better.
    pub(super) fn may_pass(self) -> bool {
        matches!(
            self,
            Self::Dns
                | Self::Network
                | Self::Refused
                | Self::ConnectTimeout
                | Self::Timeout
                | Self::Reset
                | Self::Empty
                | Self::CutShort
                | Self::Sockets
        )
    }
}

/// What went wrong with a request: by name, and in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) failure: Failure,
    pub(super) words: String,
}

impl Trouble {
    pub(super) fn new(failure: Failure, words: impl Into<String>) -> Self {
        Self { failure, words: words.into() }
    }

    /// Names an error of the client for what it is.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        if let Some(trouble) = causes(error).find_map(named) {
            return trouble;
        }
        if let Some(trouble) = causes(error).filter_map(|error| error.downcast_ref()).find_map(of_http) {
            return trouble;
        }
        if error.is_connect() && ended(error) {
            return Self::new(Failure::Tls, "the server closes the connection within the TLS handshake");
        }
        if error.is_timeout() {
            return Self::new(Failure::ConnectTimeout, "no connection came about within the time limit");
        }
        if error.is_decode() {
            return Self::new(Failure::Encoding, "the page does not unfold as its encoding says");
        }
        if error.is_connect() {
            return Self::new(Failure::Network, "no connection could be made");
        }
        Self::new(Failure::Malformed, "the answer is no HTTP that can be read")
    }
}

/// The causes of an error, outermost first.
pub(super) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error: &&'a (dyn Error + 'static)| {
        // An error of the system hands on the source of what it wraps, not that itself.
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    })
}

/// Whether the other side closed where more was due.
fn ended(error: &(dyn Error + 'static)) -> bool {
    causes(error)
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::UnexpectedEof)
}

fn named(error: &(dyn Error + 'static)) -> Option<Trouble> {
    if let Some(error) = error.downcast_ref::<Forbidden>() {
        return Some(Trouble::new(Failure::Address, error.to_string()));
    }
    if let Some(error) = error.downcast_ref::<NameError>() {
        return Some(error.0.clone());
    }
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(of_tls(error));
    }
    of_io(error.downcast_ref::<io::Error>()?)
}

fn of_http(error: &hyper::Error) -> Option<Trouble> {
    if error.is_incomplete_message() {
        return Some(Trouble::new(Failure::Empty, "the server closed the connection without an answer"));
    }
    if error.is_parse() {
        return Some(Trouble::new(Failure::Malformed, "the answer is no HTTP that can be read"));
    }
    None
}

fn of_io(error: &io::Error) -> Option<Trouble> {
    use io::ErrorKind as Kind;
    // "Too many open files": the same number on every system with that limit.
    if cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24)) {
        return Some(Trouble::new(Failure::Sockets, "this machine has no more sockets"));
    }
    let (failure, words) = match error.kind() {
        Kind::ConnectionRefused => (Failure::Refused, "the host refuses connections"),
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe => {
            (Failure::Reset, "the server cut the connection")
        }
        Kind::NetworkUnreachable | Kind::HostUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => {
            (Failure::Network, "there is no way to the host from this machine")
        }
        Kind::PermissionDenied => (Failure::Network, "this machine does not let connections out"),
        Kind::TimedOut => (Failure::ConnectTimeout, "no connection came about within the time limit"),
        _ => return None,
    };
    Some(Trouble::new(failure, words))
}

fn of_tls(error: &rustls::Error) -> Trouble {
    use rustls::Error as Tls;
    let (failure, words) = match error {
        Tls::InvalidCertificate(certificate) => match certificate {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                (Failure::TlsExpired, "its TLS certificate has expired")
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                (Failure::TlsNotYet, "its TLS certificate is not valid yet")
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                (Failure::TlsName, "its TLS certificate is one of another host")
            }
            CertificateError::UnknownIssuer => (
                Failure::TlsIssuer,
                "its TLS certificate comes from an issuer that browsers do not trust, or the chain is incomplete",
            ),
            CertificateError::Revoked => (Failure::TlsRevoked, "its TLS certificate was revoked"),
            CertificateError::Other(other) if other.0.is::<SelfSigned>() => {
                (Failure::TlsSelfSigned, "its TLS certificate was made by the site itself (self-signed)")
            }
            _ => (Failure::Tls, "its TLS certificate is not valid"),
        },
        Tls::InvalidMessage(_) => (Failure::Tls, "the server answers https with something else"),
        Tls::AlertReceived(_) => (Failure::Tls, "the server breaks off the TLS handshake"),
        Tls::PeerIncompatible(_) => (Failure::Tls, "the server speaks no TLS that is still safe"),
        _ => (Failure::Tls, "the TLS handshake failed"),
    };
    Trouble::new(failure, words)
}

/// A name that could not be resolved.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.words)]
pub(super) struct NameError(pub(super) Trouble);

impl NameError {
    /// Systems tell "there is no such host" from "no answer" in words alone: glibc, musl, macOS,
    /// Windows.
    pub(super) fn of(error: &io::Error) -> Self {
        let text = error.to_string().to_lowercase();
        let known = [
            "name or service not known",
            "name does not resolve",
            "nodename nor servname",
            "no such host is known",
            "no address associated",
            "name has no usable address",
        ];
        Self(if known.iter().any(|words| text.contains(words)) {
            Trouble::new(Failure::NoName, "there is no host of that name (DNS)")
        } else {
            Trouble::new(Failure::Dns, "the host's name could not be looked up (DNS gave no answer)")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_none_differs_from_a_silent_name_system() {
        let none = io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(NameError::of(&none).0.failure, Failure::NoName);
        let silent =
            io::Error::other("failed to lookup address information: Temporary failure in name resolution");
        assert_eq!(NameError::of(&silent).0.failure, Failure::Dns);
    }
}
