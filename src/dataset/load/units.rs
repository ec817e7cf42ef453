//! Units that claims may use in place of their property's.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::dataset::MeasureUnit;
use crate::dataset::rules::fields::WRONG_TYPE;
use crate::finding::Finding;
use crate::message::message;

/// Units, each with the one that it comes down to.
#[derive(Debug, Default)]
pub(in crate::dataset) struct Units(BTreeMap<Box<str>, Root>);

/// The last unit of a line, and how many of it one is. `None` where the line is broken.
type Root = Option<(Box<str>, Decimal)>;

impl Units {
    /// Follows each unit to its last; what leads back to itself is reported.
    pub(super) fn new(units: &[MeasureUnit], findings: &mut Vec<Finding>) -> Self {
        let by_id: BTreeMap<&str, &MeasureUnit> = units.iter().map(|unit| (&*unit.id, unit)).collect();
        let mut roots = BTreeMap::new();
        for unit in units {
            let (mut at, mut factor) = (unit, Some(Decimal::ONE));
            let mut name: Option<&str> = None;
            for _ in 0..=units.len() {
                let (Some(of), Some(by)) = (&at.of, &at.factor) else { break };
                factor = factor.and_then(|factor| factor.checked_mul(by.value));
                match by_id.get(&*of.value) {
                    Some(next) if *next.id == *unit.id => {
                        let message =
                            message!("unit `{}` is, by way of `{}`, so many of itself", unit.id, of.value);
                        let place = unit.of.as_ref().map_or(unit.span, |of| of.span);
                        findings.push(
                            Finding::new(&WRONG_TYPE, place, message)
                                .label("leads back here")
                                .help("measure one of these units in another, such as that of the property"),
                        );
                        break;
                    }
                    Some(next) => at = next,
                    None => {
                        name = Some(&of.value);
                        break;
                    }
                }
            }
            let root = name.zip(factor).map(|(name, factor)| (name.into(), factor));
            roots.insert(unit.id.clone(), root);
        }
        Self(roots)
    }

    /// Whether a unit has a table.
    pub(in crate::dataset) fn has(&self, unit: &str) -> bool {
        self.0.contains_key(unit)
    }

    /// The names of all units that have a table.
    pub(in crate::dataset) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|name| &**name)
    }

    /// How many of one unit another is. `None` where there is no way between them.
    pub(in crate::dataset) fn factor(&self, from: &str, to: &str) -> Option<Decimal> {
        let own = |unit: &str| match self.0.get(unit) {
            Some(root) => root.clone(),
            None => Some((unit.into(), Decimal::ONE)),
        };
        let ((from, by), (to, of)) = (own(from)?, own(to)?);
        if from == to { by.checked_div(of) } else { None }
    }
}
