//! What can go wrong on the way to a page, each named for what it is, with what to do.

use std::error::Error;
use std::io;

use rustls::CertificateError;

use super::guard::Forbidden;
use super::tls::SelfSigned;

/// Declares the failures with the word that the ledger writes, and what to do.
macro_rules! failures {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $help:literal;)*) => {
        /// What went wrong, where a server's status alone does not say it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Failure {
            $($(#[$doc])* $name,)*
        }

        impl Failure {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As the ledger writes it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What an editor can do about it.
            pub fn help(self) -> &'static str {
                match self { $(Self::$name => $help,)* }
            }
        }
    };
}

failures! {
    /// The name system answers that there is no such host.
    NoName = "no-such-host",
        "look for a slip in the host's name; where the site has moved, mend the address, else cite an archived copy";
    /// The name system did not answer.
    Dns = "dns", "nothing is wrong with the address as far as is known: try again later";
    /// No way to the host from this machine.
    Network = "network", "see whether this machine has a network that leads there, and try again";
    /// The host refuses connections.
    Refused = "refused", "open the address in a browser; where it stays so, cite an archived copy";
    /// Nobody took the connection within the time limit.
    ConnectTimeout = "connect-timeout", "try again later; where it stays so, cite an archived copy";
    /// The host took the connection and did not answer in time, or not to the end.
    Timeout = "timeout", "try again later, or raise `timeout` in the manifest's [links] for slow servers";
    /// The connection was cut.
    Reset = "reset", "try again later; some servers cut off programs, so open the address in a browser as well";
    /// The connection was closed without an answer.
    Empty = "empty-reply", "try again later; some servers hang up on programs, so open the address in a browser as well";
    /// The certificate is out of date.
    TlsExpired = "tls-expired", "readers' browsers warn of this page: tell the site, and cite an archived copy";
    /// The certificate is not valid yet.
    TlsNotYet = "tls-not-yet-valid", "see whether the clock of this machine is right; else tell the site";
    /// The certificate is one of another host.
    TlsName = "tls-wrong-host", "look for the host that the certificate names, such as one with or without www";
    /// The certificate was made by the site itself.
    TlsSelfSigned = "tls-self-signed", "no browser trusts this page: look for another address, or cite an archived copy";
    /// The certificate comes from an authority that browsers do not trust, or its chain is incomplete.
    TlsIssuer = "tls-unknown-issuer",
        "the site may leave out an intermediate certificate: open it in a browser, and tell the site";
    /// The certificate was revoked.
    TlsRevoked = "tls-revoked", "readers' browsers warn of this page: tell the site, and cite an archived copy";
    /// Any other failure of TLS.
    Tls = "tls", "open the address in a browser; see whether the site speaks https at all";
    /// The answer is no HTTP.
    Malformed = "malformed-answer", "open the address in a browser; where that shows the page, accept the finding";
    /// The body ended before it was whole.
    CutShort = "cut-short", "try again later: the page did not come as a whole, so nothing is known of it";
    /// The body does not unfold as its encoding says.
    Encoding = "bad-encoding", "open the address in a browser; where that shows the page, accept the finding";
    /// Redirects lead back to where they came from, or go on for ever.
    Loop = "redirect-loop", "open the address in a browser, and take the address at which the page appears";
    /// A redirect leads to what is neither http nor https.
    Scheme = "redirect-scheme", "open the address in a browser, and take the address at which the page appears";
    /// A redirect says not, or not in a way that can be read, where to.
    Target = "redirect-target", "open the address in a browser, and take the address at which the page appears";
    /// The address leads into a private network.
    Address = "blocked-address",
        "mend the address; where it is meant to lead into your own network, pass --allow-private";
    /// The manifest excludes the address.
    Excluded = "excluded", "the manifest's `exclude` says so";
    /// This machine has no more sockets.
    Sockets = "no-sockets", "lower `concurrency` in the manifest's [links]";
    /// The ledger's count made it dead.
    Repeated = "repeated", "cite an archived copy, or take the source's new address";
}

impl Failure {
    /// The failure of a word in the ledger.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|failure| failure.code() == code)
    }

    /// Whether nobody out there was heard: this can be the fault of our own network.
    pub fn is_silence(self) -> bool {
        matches!(self, Self::NoName | Self::Dns | Self::Network | Self::Refused | Self::ConnectTimeout)
    }

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
    fn codes_lead_back() {
        for failure in Failure::ALL {
            assert_eq!(Failure::from_code(failure.code()), Some(*failure));
        }
    }

    #[test]
    fn a_name_that_is_none_differs_from_a_silent_name_system() {
        let none = io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(NameError::of(&none).0.failure, Failure::NoName);
        let silent =
            io::Error::other("failed to lookup address information: Temporary failure in name resolution");
        assert_eq!(NameError::of(&silent).0.failure, Failure::Dns);
    }
}
