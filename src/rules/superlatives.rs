//! The largest, the least: whether the others let it stand.

use std::collections::HashMap;

use super::gaps::not_checked;
use super::rule;
use crate::analysis::{Analysis, same_time};
use crate::dataset::{
    Cause, Claim, EntityId, Gap, PropertyId, PropertyType, Rank, SuperlativeOptions, SuperlativeRank, Value,
};
use crate::finding::Finding;
use crate::message::{Message, message};
use crate::value::Quantity;
use crate::words;

rule! {
    /// Another entity of the kind surely beats the one that is called the extreme.
    ///
    /// Bounds count: over 10,000 beats 4,000 whatever the number, and about 4,000 does not surely
    /// beat 4,200. Being equal is no beating. Where the claim has a time, a number of a later time
    /// does not contradict it; where an entity has a preferred number, only that counts.
    ///
    /// **What to do:** compare the two numbers with their sources; mend one, or call the other one
    /// the extreme.
    pub static SUPERLATIVE_CONTRADICTED = "superlative-contradicted", Error;
    bad: r#"
[entity.rubezh]
kind = "exercise"

[entity.center]
kind = "exercise"

[property.troops]
type = "quantity"

[property.largest]
type = "superlative"
by   = "troops"
rank = "highest"

[[claim]]
id       = "rubezh-troops"
subject  = "rubezh"
property = "troops"
value    = 4000

[[claim]]
id       = "center-troops"
subject  = "center"
property = "troops"
value    = ">10000"

[[claim]]
id       = "rubezh-largest"
subject  = "rubezh"
property = "largest"
value    = "exercise"
"#,
    good: r#"
[entity.rubezh]
kind = "exercise"

[entity.center]
kind = "exercise"

[property.troops]
type = "quantity"

[property.largest]
type = "superlative"
by   = "troops"
rank = "highest"

[[claim]]
id       = "rubezh-troops"
subject  = "rubezh"
property = "troops"
value    = 4000

[[claim]]
id       = "center-troops"
subject  = "center"
property = "troops"
value    = ">10000"

[[claim]]
id       = "center-largest"
subject  = "center"
property = "largest"
value    = "exercise"
"#,
}

rule! {
    /// The stored bounds leave open whether a superlative is true.
    ///
    /// Another entity of the kind may beat the one that is called the extreme, or has no number to
    /// compare, or the extreme itself has none.
    ///
    /// **What to do:** add the numbers if a source has them, or leave it: this is a note and fails
    /// nothing.
    pub static SUPERLATIVE_UNPROVEN = "superlative-unproven", Note;
    bad: r#"
[entity.rubezh]
kind = "exercise"

[entity.center]
kind = "exercise"

[property.troops]
type = "quantity"

[property.largest]
type = "superlative"
by   = "troops"
rank = "highest"

[[claim]]
id       = "center-troops"
subject  = "center"
property = "troops"
value    = ">10000"

[[claim]]
id       = "center-largest"
subject  = "center"
property = "largest"
value    = "exercise"
"#,
    good: r#"
[entity.rubezh]
kind = "exercise"

[entity.center]
kind = "exercise"

[property.troops]
type = "quantity"

[property.largest]
type = "superlative"
by   = "troops"
rank = "highest"

[[claim]]
id       = "rubezh-troops"
subject  = "rubezh"
property = "troops"
value    = 4000

[[claim]]
id       = "center-troops"
subject  = "center"
property = "troops"
value    = ">10000"

[[claim]]
id       = "center-largest"
subject  = "center"
property = "largest"
value    = "exercise"
"#,
    // What is not proven is found while looking for what contradicts.
}

/// The quantities of one property, by subject.
type Numbers<'a> = HashMap<EntityId, Vec<(&'a Claim, Quantity)>>;

pub(super) fn superlatives(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let dataset = analysis.dataset;
    let mut kinds: HashMap<&str, Vec<EntityId>> = HashMap::new();
    for (id, entity) in (0..).map(EntityId).zip(&dataset.entities) {
        if let Some(kind) = &entity.kind {
            for kind in dataset.line_of(&kind.value) {
                kinds.entry(kind).or_default().push(id);
            }
        }
    }
    let unread_kinds = dataset.entities.iter().any(|entity| entity.kind.is_none());
    for (id, property) in dataset.properties() {
        let Some(PropertyType::Superlative(SuperlativeOptions { by, rank })) = &property.ty else { continue };
        let mut numbers: Numbers<'_> = HashMap::new();
        let mut incomplete = unread_kinds || dataset.gaps.may_be_used_unread(by.value);
        for (_, claim) in dataset.claims_with(by.value) {
            if let Some(quantity) = claim.value.as_quantity() {
                if dataset.property(by.value).is_out_of_range(quantity) {
                    // Told already: nothing is proven by it, and nothing contradicted.
                    incomplete = true;
                    continue;
                }
                numbers.entry(claim.subject).or_default().push((claim, *quantity));
            }
        }
        for (_, claim) in dataset.claims_with(id) {
            let Value::Superlative(kind) = &claim.value else { continue };
            let others = kinds.get(&**kind).map_or(&[][..], Vec::as_slice);
            let incomplete = incomplete || dataset.gaps.unread.may_name(kind);
            let check =
                Superlative { analysis, claim, by: by.value, rank: *rank, numbers: &numbers, incomplete };
            findings.extend(check.judge(others));
        }
    }
}

struct Superlative<'a, 'd> {
    analysis: &'a Analysis<'d>,
    claim: &'a Claim,
    by: PropertyId,
    rank: SuperlativeRank,
    numbers: &'a Numbers<'a>,
    incomplete: bool,
}

impl<'a> Superlative<'a, '_> {
    /// The numbers of an entity that count at the claim's time: those of that time where there are
    /// any, all otherwise. Where some are preferred, only those count.
    fn numbers_of(&self, entity: EntityId) -> Vec<&'a (&'a Claim, Quantity)> {
        let mut numbers = self.numbers_then(entity);
        if numbers.iter().any(|(claim, _)| claim.rank == Rank::Preferred) {
            numbers.retain(|(claim, _)| claim.rank == Rank::Preferred);
        }
        numbers
    }

    fn numbers_then(&self, entity: EntityId) -> Vec<&'a (&'a Claim, Quantity)> {
        let all = self.numbers.get(&entity).map_or(&[][..], Vec::as_slice);
        if self.claim.time.is_always() {
            return all.iter().collect();
        }
        let then: Vec<_> = all
            .iter()
            .filter(|(claim, _)| {
                same_time(&claim.time, &self.claim.time)
                    || self.analysis.times.surely_overlap(&claim.time, &self.claim.time)
            })
            .collect();
        if then.is_empty() { all.iter().collect() } else { then }
    }

    /// Whether a number is surely told of a time after the claim's: what came later leaves what was
    /// the extreme until then as it was.
    fn is_later(&self, number: &Claim) -> bool {
        let times = &self.analysis.times;
        let end = self.claim.time.at().or(self.claim.time.until());
        end.is_some_and(|end| times.range(end.value).surely_before(&times.moment(&number.time)))
    }

    fn surely_beats(&self, other: &Quantity, own: &Quantity) -> bool {
        match self.rank {
            SuperlativeRank::Highest => other.surely_greater(own),
            SuperlativeRank::Lowest => other.surely_less(own),
        }
    }

    fn may_beat(&self, other: &Quantity, own: &Quantity) -> bool {
        match self.rank {
            SuperlativeRank::Highest => other.possibly_greater(own),
            SuperlativeRank::Lowest => own.possibly_greater(other),
        }
    }

    fn judge(&self, others: &[EntityId]) -> Option<Finding> {
        let dataset = self.analysis.dataset;
        let (claim, by) = (self.claim, dataset.property(self.by));
        let subject = dataset.entity(claim.subject);
        let own = self.numbers_of(claim.subject);
        let (extreme, word) = match self.rank {
            SuperlativeRank::Highest => ("highest", "more"),
            SuperlativeRank::Lowest => ("lowest", "less"),
        };
        let unit = by.unit();
        let hidden = |entities: &[EntityId]| {
            let own = |gap: &&Gap| {
                gap.property.is_none_or(|property| property == self.by)
                    && gap
                        .subject
                        .is_none_or(|subject| subject == claim.subject || entities.contains(&subject))
            };
            let gap = dataset.gaps.claims().iter().find(own)?;
            not_checked(Cause::Claim(gap), message!("whether claim `{}` is proven", claim.id))
        };
        let unproven = |entities: &[EntityId], message: Message| {
            (!self.incomplete).then(|| hidden(entities)).flatten().or_else(|| {
                (!self.incomplete).then(|| {
                    Finding::new(&SUPERLATIVE_UNPROVEN, claim.value_span, message)
                        .label("not proven by what is stored")
                        .help(message!(
                            "add the `{}` that are missing, or make bounds narrower, if a source has them",
                            by.id
                        ))
                        .claim(&claim.id)
                })
            })
        };
        if own.is_empty() {
            return unproven(
                &[],
                message!(
                    "claim `{}` calls {} the {} by {}, but no claim gives that number",
                    claim.id,
                    subject.name(),
                    extreme,
                    by.name()
                ),
            );
        }
        let mut open = Vec::new();
        for &entity in others.iter().filter(|&&entity| entity != claim.subject) {
            let theirs = self.numbers_of(entity);
            let beaten = theirs.iter().find(|(claim, other)| {
                !self.is_later(claim) && own.iter().all(|(_, own)| self.surely_beats(other, own))
            });
            if let (Some((other, number)), Some((own_claim, own_number))) = (beaten, own.first()) {
                let rival = dataset.entity(entity);
                return Some(
                    Finding::new(
                        &SUPERLATIVE_CONTRADICTED,
                        claim.value_span,
                        message!(
                            "claim `{}` calls {} the {} by {}, but {} has {}: {}{} against {}{}",
                            claim.id,
                            subject.name(),
                            extreme,
                            by.name(),
                            rival.name(),
                            word,
                            number.describe(),
                            unit,
                            own_number.describe(),
                            unit
                        ),
                    )
                    .label(message!("not so{}", self.analysis.say_markers(claim)))
                    .related(
                        other.value_span,
                        message!(
                            "{}: {}{}{}",
                            rival.name(),
                            number.describe(),
                            unit,
                            self.analysis.say_markers(other)
                        ),
                    )
                    .related(
                        own_claim.value_span,
                        message!(
                            "{}: {}{}{}",
                            subject.name(),
                            own_number.describe(),
                            unit,
                            self.analysis.say_markers(own_claim)
                        ),
                    )
                    .help("mend one of the two numbers, or call the other one the extreme")
                    .claim(&claim.id)
                    .claim(&other.id)
                    .claim(&own_claim.id),
                );
            }
            let may = theirs.is_empty()
                || theirs.iter().any(|(_, other)| own.iter().any(|(_, own)| self.may_beat(other, own)));
            if may {
                open.push(entity);
            }
        }
        if open.is_empty() {
            return None;
        }
        let names: Vec<Message> = open
            .iter()
            .map(|&entity| {
                let name = dataset.entity(entity).name();
                match self.numbers_of(entity).first() {
                    Some((_, number)) => message!("{} ({}{})", name, number.describe(), unit),
                    None => message!("{} (no number stored)", name),
                }
            })
            .collect();
        unproven(
            &open,
            message!(
                "claim `{}` calls {} the {} by {}, but {} may have {}",
                claim.id,
                subject.name(),
                extreme,
                by.name(),
                words::short_list(&names, 6),
                word
            ),
        )
    }
}
