//! What can go wrong on the way to a page, each named for what it is, with what to do.

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
}
