//! Options of rules: `[rules.NAME]` in the manifest, with `level` and what the rule itself declares. A rule
//! that has options names them in the registry, `checked(…).taking::<Options>()`, and asks the
//! analysis for them.

use super::{REGISTRY, find};
use crate::analysis::options::{OfRule, Options};
use crate::dataset::Dataset;
use crate::dataset::load::declare::{Declared, DeclaredIn};
use crate::dataset::load::each_rule_table;
use crate::dataset::load::shape::{LEVEL, Shape};
use crate::dataset::load::table::Reader;
use crate::finding::{Finding, Rule};

/// Which options a rule has, and how they are read.
#[derive(Clone, Copy)]
pub(super) struct Card {
    shape: &'static Shape,
    read: fn(&mut Reader<'_>) -> Option<Box<dyn OfRule>>,
}

impl Card {
    pub(super) const fn of<T: DeclaredIn<()> + Send + Sync + 'static>() -> Self {
        Self {
            shape: <T as Declared>::SHAPE,
            read: |reader| T::read_table(reader, &()).ok().map(|read| Box::new(read) as Box<dyn OfRule>),
        }
    }
}

/// The tables that make up `[rules.NAME]`: the level, and the rule's own options where it has some.
pub fn shapes(rule: &Rule) -> Vec<&'static Shape> {
    std::iter::once(&LEVEL).chain(own(rule)).collect()
}

/// A rule's own options.
pub fn own(rule: &Rule) -> Option<&'static Shape> {
    card(rule).map(|card| card.shape)
}

fn card(rule: &Rule) -> Option<Card> {
    REGISTRY.iter().find(|entry| entry.card == rule)?.options
}

/// Reads what the manifest says of single rules; what it should not say is found.
pub(crate) fn read(dataset: &Dataset) -> (Options, Vec<Finding>) {
    let (mut options, mut findings) = (Options::default(), Vec::new());
    each_rule_table(dataset, &mut findings, &mut |name, reader| {
        // That there is no such rule is told elsewhere.
        let Some(rule) = find(name) else { return };
        let _ = reader.check_fields(&shapes(rule));
        let read = card(rule).and_then(|card| (card.read)(reader));
        if let Some(read) = read {
            options.push(rule.name, read);
        }
    });
    (options, findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::counts::CountOptions;
    use crate::rules::{all, counts};

    fn loaded(rules: &str) -> crate::dataset::Loaded {
        let text = format!("format = 1\n[dataset]\nid = \"a\"\ntitle = \"A\"\nas_of = \"2024\"\n{rules}");
        let file = crate::dataset::load::RawFile {
            path: "facts/dataset.toml".into(),
            content: Ok(text.into_bytes()),
        };
        crate::dataset::load::from_files("".into(), vec![file]).unwrap()
    }

    fn found(rules: &str) -> Vec<String> {
        let loaded = loaded(rules);
        let run = crate::run::Run::new(loaded, &crate::run::Overrides::default());
        let told = |finding: &Finding| format!("{}: {}", finding.rule.name, finding.message);
        run.findings.iter().map(|reported| told(&reported.finding)).collect()
    }

    #[test]
    fn options_are_typed_and_have_defaults() {
        let moves = |rules: &str| read(&loaded(rules).dataset).0.of::<CountOptions>().moves;
        assert_eq!(moves(""), 12);
        assert_eq!(moves("[rules]\ncount-mismatch = \"note\"\n"), 12);
        assert_eq!(moves("[rules.count-mismatch]\nmoves = 40\n"), 40);
        assert_eq!(moves("[rules]\ncount-mismatch = { level = \"note\", moves = 40 }\n"), 40);
    }

    #[test]
    fn a_table_sets_the_level_too() {
        let loaded = loaded("[rules.count-mismatch]\nlevel = \"note\"\n[rules.date-order]\nsteps = 3\n");
        assert!(loaded.findings.is_empty());
        let levels = &loaded.dataset.manifest.levels;
        assert_eq!(levels.len(), 1);
        assert_eq!((&*levels[0].rule.value, levels[0].setting.name()), ("count-mismatch", "note"));
    }

    #[test]
    fn what_is_no_option_is_found() {
        assert_eq!(
            found("[rules.count-mismatch]\nmovs = 40\n"),
            ["unknown-field: `[rules.count-mismatch]` has a field `movs`, which is not known there"]
        );
        assert_eq!(
            found("[rules.uncited-claim]\nlevel = \"note\"\nmoves = 40\n"),
            ["unknown-field: `[rules.uncited-claim]` has a field `moves`, which is not known there"]
        );
        assert_eq!(
            found("[rules.count-mismatch]\nmoves = 0\n"),
            [
                "wrong-type: `moves` of `[rules.count-mismatch]` should be a whole number from 1, but it is a number"
            ]
        );
        assert_eq!(
            found("[rules.count-mismatch]\nlevel = \"loud\"\n"),
            ["wrong-type: `level` of `[rules.count-mismatch]` cannot be `loud`"]
        );
        assert_eq!(
            found("[rules.no-such-rule]\nmoves = 1\n"),
            ["unknown-rule: the manifest gives options to the rule `no-such-rule`, which does not exist"]
        );
        assert_eq!(found("[rules]\ncount-mismatch = 3\n").len(), 1);
    }

    #[test]
    fn only_declared_options_are_known() {
        assert!(own(&counts::COUNT_MISMATCH).is_some());
        for rule in all() {
            for field in own(rule).into_iter().flat_map(|shape| shape.fields) {
                assert_ne!(field.name, "level", "{} has a level already", rule.name);
                assert!(field.default.is_some(), "{} of {} has no default", field.name, rule.name);
            }
        }
    }
}
