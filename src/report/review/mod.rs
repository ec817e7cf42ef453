//! The reports of a review: text, JSON, and Markdown for a comment on a pull request.

mod json;
mod markdown;
mod text;

use std::collections::BTreeMap;

pub use json::write as json;
pub use markdown::write as markdown;
pub use text::write as text;

use crate::finding::Level;
use crate::message::{Message, Part, message, ours};
use crate::review::Review;
use crate::review::changes::{About, Changed, Changes, FieldChange, Item};
use crate::review::findings::Told;
use crate::review::follow::{self, Kind};
use crate::words::{count, list};

/// The changed claims of one entity.
#[derive(Default)]
struct Group<'a> {
    name: &'a str,
    changed: Vec<&'a Changed>,
    added: Vec<&'a Item>,
    removed: Vec<&'a Item>,
}

/// What became of claims, by the entity that they are about, in the order of ids.
fn groups<'a>(review: &'a Review<'_>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    let mut of = |about: &'a Option<About>, put: &dyn Fn(&mut Group<'a>)| {
        let Some(about) = about else { return };
        let group = groups.entry(&about.entity).or_default();
        if group.name.is_empty() {
            group.name = &about.name;
        }
        put(group);
    };
    for changed in review.claims.changed.iter().chain(&review.claims.replaced) {
        of(&changed.about, &|group| group.changed.push(changed));
    }
    for item in review.claims.really_added() {
        of(&item.about, &|group| group.added.push(item));
    }
    for item in review.claims.really_removed() {
        of(&item.about, &|group| group.removed.push(item));
    }
    groups.into_values().collect()
}

/// What a changed claim tells.
fn property_of(changed: &Changed) -> &str {
    changed.about.as_ref().map_or("", |about| &about.property)
}

/// Whether the meaning of a change shows both sides by itself.
fn says_all(change: &FieldChange) -> bool {
    let shows = |part: &Part| matches!(part, Part::Words(words) if words.contains(" → "));
    change.meaning.parts().iter().any(shows) || change.before.is_array() || change.after.is_array()
}

/// What follows, in sentences: times, counts that claims state, and stretches of time.
fn follows(review: &Review<'_>) -> Vec<Message> {
    let single = review.moved.iter().filter(|moved| moved.kind != Kind::Stretch);
    let mut told: Vec<Message> = single.map(|moved| moved.text.clone()).collect();
    told.extend(follow::merged(&review.moved));
    told
}

/// What was not compared, and why: things that only one side can be read of, and counts.
fn not_compared(review: &Review<'_>) -> Vec<Message> {
    let kinds = [
        (&review.claims, "claim", "claims"),
        (&review.sources, "source", "sources"),
        (&review.entities, "entity", "entities"),
        (&review.properties, "property", "properties"),
    ];
    let mut told = Vec::new();
    for (there, here) in [("before", "now"), ("now", "before")] {
        let mut reasons: BTreeMap<String, (&Message, Vec<Message>)> = BTreeMap::new();
        for (changes, one, many) in kinds {
            let items = if there == "before" { &changes.removed } else { &changes.added };
            let mut numbers: BTreeMap<String, (&Message, Vec<&str>)> = BTreeMap::new();
            for item in items {
                if let Some(why) = &item.unread {
                    numbers.entry(why.to_string()).or_insert((why, Vec::new())).1.push(&item.id);
                }
            }
            for (key, (why, ids)) in numbers {
                let what = match ids.as_slice() {
                    [only] => message!("{} `{}`", ours(one), only),
                    ids => ours(count(ids.len(), one, many)).into(),
                };
                reasons.entry(key).or_insert((why, Vec::new())).1.push(what);
            }
        }
        for (why, what) in reasons.into_values() {
            told.push(message!(
                "{} of {}: not compared, because {} {}",
                list(&what),
                ours(there),
                why,
                ours(here)
            ));
        }
    }
    told.extend(review.skipped.iter().cloned());
    told
}

/// Findings with the gravest first, otherwise in their order.
fn gravest_first<'a, 'r>(told: &'a [Told<'r>]) -> Vec<&'a Told<'r>> {
    let mut told: Vec<&Told<'_>> = told.iter().collect();
    told.sort_by_key(|told| std::cmp::Reverse(told.reported.level));
    told
}

/// Findings of one rule that changed for one reason, which is not that the facts did.
struct Bulk<'a> {
    level: Level,
    rule: &'static str,
    why: &'a Message,
    number: usize,
}

impl Bulk<'_> {
    fn say(&self) -> (String, Message) {
        let words = match self.level {
            Level::Error => ["error", "errors"],
            Level::Warning => ["warning", "warnings"],
            Level::Note => ["note", "notes"],
        };
        (count(self.number, words[0], words[1]), message!("of `{}`: {}", self.rule, self.why))
    }
}

/// Findings with the gravest first; many that changed for one reason are told together.
fn in_bulk<'a, 'r>(told: &'a [Told<'r>]) -> (Vec<&'a Told<'r>>, Vec<Bulk<'a>>) {
    let mut bulks: BTreeMap<(std::cmp::Reverse<Level>, &'static str, String), (&'a Message, usize)> =
        BTreeMap::new();
    let key = |told: &'a Told<'_>| {
        let reported = told.reported;
        told.why.as_ref().map(|why| {
            ((std::cmp::Reverse(reported.level), reported.finding.rule.name, why.to_string()), why)
        })
    };
    for (key, why) in told.iter().filter_map(key) {
        bulks.entry(key).or_insert((why, 0)).1 += 1;
    }
    bulks.retain(|_, (_, number)| *number > 3);
    let mut single = gravest_first(told);
    single.retain(|told| key(told).is_none_or(|(key, _)| !bulks.contains_key(&key)));
    let bulk = |((level, rule, _), (why, number)): ((std::cmp::Reverse<Level>, _, String), (_, _))| Bulk {
        level: level.0,
        rule,
        why,
        number,
    };
    (single, bulks.into_iter().map(bulk).collect())
}

/// A level as manifests write it.
fn level_name(level: Option<Level>) -> &'static str {
    level.map_or("off", Level::name)
}

/// What the head weighs less than the base, in words whose names stand between backticks.
fn judged_less(review: &Review<'_>) -> Vec<Message> {
    let lowered = review.levels_lowered.iter().map(|lowered| {
        let [before, after] = [lowered.before, lowered.after].map(level_name);
        message!("the level of `{}` is lowered from {} to {}", lowered.rule, ours(before), ours(after))
    });
    let removed = review.rules_removed.iter().map(|rule| message!("the rule `{}` is removed", rule));
    lowered.chain(removed).collect()
}

/// What a source is called.
fn source_name(review: &Review<'_>, id: &str) -> Message {
    let source = review.head.run.dataset.sources.iter().find(|source| *source.id == *id);
    source.map_or_else(|| message!("`{}`", id), crate::dataset::Source::name)
}

/// The other kinds of things, with what each is called.
fn parts<'a>(review: &'a Review<'_>) -> [(&'static str, &'static str, &'a Changes); 3] {
    [
        ("sources", "source", &review.sources),
        ("entities", "entity", &review.entities),
        ("vocabulary", "property", &review.properties),
    ]
}

/// "2 claims changed, 1 claim added, 1 source changed"; empty where nothing did.
fn headline(review: &Review<'_>) -> String {
    let kinds = [
        (&review.claims, "claim", "claims"),
        (&review.sources, "source", "sources"),
        (&review.entities, "entity", "entities"),
        (&review.properties, "property", "properties"),
    ];
    let mut parts = Vec::new();
    for (changes, one, many) in kinds {
        let numbers = [
            (changes.changed.len(), "changed"),
            (changes.replaced.len(), "replaced"),
            (changes.really_added().count(), "added"),
            (changes.really_removed().count(), "removed"),
            (changes.renamed.len(), "renamed"),
        ];
        let mut told: Vec<String> = Vec::new();
        for (number, verb) in numbers.into_iter().filter(|(number, _)| *number > 0) {
            told.push(if told.is_empty() {
                format!("{} {verb}", count(number, one, many))
            } else {
                format!("{number} {verb}")
            });
        }
        if !told.is_empty() {
            parts.push(list(&told).to_string());
        }
    }
    if !review.manifest.is_empty() || !review.accepts_added.is_empty() || !review.accepts_removed.is_empty() {
        parts.push("the manifest changed".into());
    }
    parts.join("; ")
}

/// What the change does to findings, in a sentence.
fn verdict(review: &Review<'_>) -> String {
    let introduced = by_level(review.findings.introduced.iter().map(|told| told.reported.level));
    let resolved = by_level(review.findings.resolved.iter().map(|told| told.reported.level));
    let what = match (introduced, resolved) {
        (None, None) => "introduces no finding and resolves none".to_owned(),
        (None, Some(resolved)) => format!("introduces no finding and resolves {resolved}"),
        (Some(introduced), None) => format!("introduces {introduced}"),
        (Some(introduced), Some(resolved)) => format!("introduces {introduced} and resolves {resolved}"),
    };
    match review.findings.unchanged {
        0 => what,
        number => format!("{what}; {}", count(number, "finding is as before", "findings are as before")),
    }
}

/// "1 error and 2 warnings"; none where there is none.
fn by_level(levels: impl Iterator<Item = Level>) -> Option<String> {
    let mut numbers = [0usize; 3];
    for level in levels {
        numbers[match level {
            Level::Error => 0,
            Level::Warning => 1,
            Level::Note => 2,
        }] += 1;
    }
    let words = [("error", "errors"), ("warning", "warnings"), ("note", "notes")];
    let parts: Vec<String> = numbers
        .into_iter()
        .zip(words)
        .filter(|(number, _)| *number > 0)
        .map(|(number, (one, many))| count(number, one, many))
        .collect();
    (!parts.is_empty()).then(|| list(&parts).to_string())
}

/// A side as people call it: the first digits of a commit, the working tree, or a merge.
fn side(name: &str) -> &str {
    match name {
        "worktree" => "the working tree",
        "merged" => "the merge",
        commit => commit.get(..10).unwrap_or(commit),
    }
}
