//! `-A`, `-W` and `-D`: levels of rules from the command line. The last one for a rule counts.

use clap::{ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::dataset::Setting;
use crate::finding::Level;
use crate::rules;
use crate::run::Overrides;

/// The options, in the order in which they were given.
#[derive(Debug, Default)]
pub(super) struct LevelArguments {
    settings: Vec<(Setting, String)>,
}

#[derive(Args, Debug)]
struct Options {
    /// Leave out the findings of a rule
    #[arg(short = 'A', long = "allow", value_name = "RULE", action = ArgAction::Append)]
    allow: Vec<String>,
    /// Make the findings of a rule warnings
    #[arg(short = 'W', long = "warn", value_name = "RULE", action = ArgAction::Append)]
    warn: Vec<String>,
    /// Make the findings of a rule errors; `-D warnings`: let warnings fail
    #[arg(short = 'D', long = "deny", value_name = "RULE", action = ArgAction::Append)]
    deny: Vec<String>,
}

const IDS: [(&str, Setting); 3] =
    [("allow", Setting::Off), ("warn", Setting::At(Level::Warning)), ("deny", Setting::At(Level::Error))];

impl FromArgMatches for LevelArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut found: Vec<(usize, Setting, String)> = Vec::new();
        for (id, setting) in IDS {
            let values = matches.get_many::<String>(id).into_iter().flatten().cloned();
            let places = matches.indices_of(id).into_iter().flatten();
            found.extend(places.zip(values).map(|(place, value)| (place, setting, value)));
        }
        found.sort_by_key(|(place, ..)| *place);
        Ok(Self { settings: found.into_iter().map(|(_, setting, value)| (setting, value)).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for LevelArguments {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl LevelArguments {
    /// What the options make of rules.
    ///
    /// # Errors
    ///
    /// Where one names a rule that does not exist.
    pub(super) fn overrides(&self) -> anyhow::Result<Overrides> {
        let mut overrides = Overrides::default();
        for (setting, name) in &self.settings {
            if name == "warnings" && *setting == Setting::At(Level::Error) {
                overrides.deny_warnings = true;
                continue;
            }
            overrides.rules.push((find(name)?, *setting));
        }
        Ok(overrides)
    }
}

/// The rule of a name.
///
/// # Errors
///
/// Where there is none; the nearest name is offered.
fn find(name: &str) -> anyhow::Result<&'static crate::finding::Rule> {
    rules::find(name).ok_or_else(|| {
        let help = match rules::nearest(name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`csto-validate rules` lists all rules".into(),
        };
        anyhow::anyhow!("there is no rule `{name}`").context(super::output::Help(help))
    })
}
