//! A queue per host that feeds one global limit.
//!
//! Pure: it knows moments, hosts and jobs, no sockets. Whatever waits, for the interval of its host,
//! a back-off or a `Retry-After`, waits in here and holds no place among those in flight.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::{Duration, Instant};

/// The jobs of all hosts.
pub(super) struct Queue<J> {
    hosts: Vec<Host<J>>,
    by_name: HashMap<Box<str>, usize>,
    /// When each host can start its next job; hosts that cannot are not in here.
    ready: BTreeSet<(Instant, usize)>,
    interval: Duration,
    per_host: usize,
    pushed: u64,
}

struct Host<J> {
    name: Box<str>,
    jobs: VecDeque<J>,
    /// Jobs that wait for a moment of their own.
    later: BTreeMap<(Instant, u64), J>,
    active: usize,
    /// When the interval since the last start is over.
    next: Instant,
    /// Until when the host asked to be left alone.
    closed: Option<Instant>,
    /// As it stands in `ready`.
    listed: Option<Instant>,
}

impl<J> Queue<J> {
    /// Jobs of one host start at least `interval` apart, and at most `per_host` are under way.
    pub(super) fn new(interval: Duration, per_host: usize) -> Self {
        Self {
            hosts: Vec::new(),
            by_name: HashMap::new(),
            ready: BTreeSet::new(),
            interval,
            per_host: per_host.max(1),
            pushed: 0,
        }
    }

    fn host(&mut self, name: &str, now: Instant) -> usize {
        if let Some(&at) = self.by_name.get(name) {
            return at;
        }
        let at = self.hosts.len();
        self.hosts.push(Host {
            name: name.into(),
            jobs: VecDeque::new(),
            later: BTreeMap::new(),
            active: 0,
            next: now,
            closed: None,
            listed: None,
        });
        self.by_name.insert(name.into(), at);
        at
    }

    /// Adds a job to a host's queue.
    pub(super) fn push(&mut self, host: &str, job: J, now: Instant) {
        let at = self.host(host, now);
        self.hosts[at].jobs.push_back(job);
        self.list(at);
    }

    /// Adds a job that goes before the others of its host: the next step of a link under way.
    pub(super) fn push_first(&mut self, host: &str, job: J, now: Instant) {
        let at = self.host(host, now);
        self.hosts[at].jobs.push_front(job);
        self.list(at);
    }

    /// Adds a job that waits for a moment.
    pub(super) fn push_at(&mut self, host: &str, job: J, when: Instant, now: Instant) {
        let at = self.host(host, now);
        self.pushed += 1;
        self.hosts[at].later.insert((when, self.pushed), job);
        self.list(at);
    }

    /// Leaves a host alone until a moment.
    pub(super) fn close(&mut self, host: &str, until: Instant, now: Instant) {
        let at = self.host(host, now);
        let closed = &mut self.hosts[at].closed;
        *closed = Some(closed.map_or(until, |before| before.max(until)));
        self.list(at);
    }

    /// Takes everything out that waits for a host.
    pub(super) fn drain(&mut self, host: &str, now: Instant) -> Vec<J> {
        let at = self.host(host, now);
        let mut jobs: Vec<J> = std::mem::take(&mut self.hosts[at].jobs).into();
        jobs.extend(std::mem::take(&mut self.hosts[at].later).into_values());
        self.list(at);
        jobs
    }

    /// The next job that can start; its host then counts one more under way.
    pub(super) fn pop(&mut self, now: Instant) -> Option<J> {
        let &(when, at) = self.ready.first()?;
        if when > now {
            return None;
        }
        let host = &mut self.hosts[at];
        let due = host.later.first_key_value().is_some_and(|(&(when, _), _)| when <= now);
        // What waited for its moment was first in the queue once.
        let job = if due { host.later.pop_first().map(|(_, job)| job) } else { host.jobs.pop_front() }?;
        host.active += 1;
        host.next = now + self.interval;
        self.list(at);
        Some(job)
    }

    /// A job of a host is over.
    pub(super) fn finished(&mut self, host: &str, now: Instant) {
        let at = self.host(host, now);
        self.hosts[at].active = self.hosts[at].active.saturating_sub(1);
        self.list(at);
    }

    /// Whether nothing waits for a host.
    pub(super) fn is_empty_for(&self, host: &str) -> bool {
        self.by_name.get(host).is_none_or(|&at| {
            let host = &self.hosts[at];
            host.jobs.is_empty() && host.later.is_empty()
        })
    }

    /// When the next job can start, where that depends on time alone.
    pub(super) fn next(&self) -> Option<Instant> {
        self.ready.first().map(|(when, _)| *when)
    }

    /// Hosts that are waited for, and how long still, the longest first; at most `most`.
    pub(super) fn waiting(&self, now: Instant, most: usize) -> Vec<(&str, Duration)> {
        let far = self.ready.iter().rev().take_while(|(when, _)| *when > now + self.interval);
        far.take(most).map(|&(when, at)| (&*self.hosts[at].name, when - now)).collect()
    }

    /// Writes anew when a host can start its next job. One that has been ready for longer comes
    /// first, so hosts take turns.
    fn list(&mut self, at: usize) {
        let host = &mut self.hosts[at];
        let moment = if host.jobs.is_empty() {
            host.later.first_key_value().map(|(&(when, _), _)| when)
        } else {
            Some(host.next)
        };
        let when = moment
            .filter(|_| host.active < self.per_host)
            .map(|when| when.max(host.next).max(host.closed.unwrap_or(host.next)));
        if let Some(before) = std::mem::replace(&mut host.listed, when) {
            self.ready.remove(&(before, at));
        }
        if let Some(when) = when {
            self.ready.insert((when, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_closed_host_keeps_nobody_waiting() {
        let now = Instant::now();
        let mut queue = Queue::new(MS * 10, 2);
        queue.push("slow", "s1", now);
        queue.push("slow", "s2", now);
        queue.push("fast", "f1", now);
        queue.close("slow", now + MS * 1000, now);
        assert_eq!(queue.pop(now), Some("f1"));
        assert_eq!(queue.pop(now), None);
        assert_eq!(queue.next(), Some(now + MS * 1000));
        assert_eq!(queue.waiting(now, 5), [("slow", MS * 1000)]);
        assert_eq!(queue.pop(now + MS * 1000), Some("s1"));
    }

    #[test]
    fn hosts_take_turns_and_keep_their_interval_and_limit() {
        let now = Instant::now();
        let mut queue = Queue::new(MS * 10, 2);
        for job in ["a1", "a2", "a3"] {
            queue.push("a", job, now);
        }
        queue.push("b", "b1", now);
        assert_eq!([queue.pop(now), queue.pop(now), queue.pop(now)], [Some("a1"), Some("b1"), None]);
        let later = now + MS * 10;
        assert_eq!(queue.pop(later), Some("a2"));
        // Two are under way, so time alone does not help.
        assert_eq!((queue.pop(later + MS * 100), queue.next()), (None, None));
        queue.finished("a", later);
        assert_eq!(queue.pop(later + MS * 100), Some("a3"));
        assert!(queue.is_empty_for("a"));
    }

    #[test]
    fn what_waits_for_its_moment_lets_others_pass() {
        let now = Instant::now();
        let mut queue = Queue::new(Duration::ZERO, 1);
        queue.push_at("a", "again", now + MS * 50, now);
        assert_eq!((queue.pop(now), queue.next()), (None, Some(now + MS * 50)));
        queue.push("a", "fresh", now);
        assert_eq!(queue.pop(now), Some("fresh"));
        queue.finished("a", now);
        assert_eq!(queue.pop(now + MS * 49), None);
        assert_eq!(queue.pop(now + MS * 50), Some("again"));
        queue.push("a", "x", now);
        queue.push_at("a", "y", now + MS, now);
        assert_eq!(queue.drain("a", now), ["x", "y"]);
        assert_eq!(queue.next(), None);
    }

    proptest::proptest! {
        /// Every job comes out once; intervals and limits hold at every moment.
        #[test]
        fn nothing_is_lost_and_limits_hold(
            jobs in proptest::collection::vec((0..4_usize, 0..60_u32), 1..60),
            per_host in 1..4_usize,
            lasts in 1..40_u32,
        ) {
            let begun = Instant::now();
            let hosts = ["a", "b", "c", "d"];
            let mut queue = Queue::new(MS * 10, per_host);
            for (number, (host, wait)) in jobs.iter().enumerate() {
                if *wait < 20 {
                    queue.push(hosts[*host], (number, *host), begun);
                } else {
                    queue.push_at(hosts[*host], (number, *host), begun + MS * *wait, begun);
                }
            }
            queue.close("a", begun + MS * 35, begun);
            let (mut now, mut seen) = (begun, Vec::new());
            let mut started: Vec<Vec<Instant>> = vec![Vec::new(); 4];
            let mut ends: Vec<(Instant, usize)> = Vec::new();
            while seen.len() < jobs.len() {
                while let Some((number, host)) = queue.pop(now) {
                    if let Some(before) = started[host].last() {
                        proptest::prop_assert!(now >= *before + MS * 10);
                    }
                    started[host].push(now);
                    ends.push((now + MS * lasts, host));
                    proptest::prop_assert!(ends.iter().filter(|(_, other)| *other == host).count() <= per_host);
                    proptest::prop_assert!(host != 0 || now >= begun + MS * 35);
                    proptest::prop_assert!(jobs[number].1 < 20 || now >= begun + MS * jobs[number].1);
                    seen.push(number);
                }
                let next = queue.next().into_iter().chain(ends.iter().map(|(end, _)| *end)).min();
                let Some(next) = next else { break };
                now = now.max(next);
                ends.retain(|(end, host)| {
                    if *end <= now {
                        queue.finished(hosts[*host], now);
                    }
                    *end > now
                });
            }
            seen.sort_unstable();
            proptest::prop_assert_eq!(seen, (0..jobs.len()).collect::<Vec<_>>());
        }
    }
}
