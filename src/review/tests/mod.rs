//! What a review says of small changes.

mod follow;
mod random;

use super::*;

const HEAD: &str = r#"
[entity.alliance]
kind = "organisation"
label = "Alliance"

[entity.pact]
kind = "treaty"

[entity.armenia]
kind = "state"
label = "Armenia"

[entity.belarus]
kind = "state"
label = "Belarus"

[entity.georgia]
kind = "state"
label = "Georgia"

[property.signed]
type = "date"

[property.renewed]
type = "date"
label = "renewal"
after = ["signed"]

[property.joined]
type = "transition"
to = "member"
from = ["none"]

[property.members]
type = "quantity"
label = "number of members"
counts_status = "member"
single = true

[property.parties]
type = "set"
value = "state"

[property.name]
type = "text"
"#;

const CLAIMS: &str = r#"
[[claim]]
id = "signed"
subject = "pact"
property = "signed"
value = "1992-05-15"
refs = ["1"]

[[claim]]
id = "armenia-joined"
subject = "armenia"
property = "joined"
value = "alliance"
at = "1992"

[[claim]]
id = "belarus-joined"
subject = "belarus"
property = "joined"
value = "alliance"
at = "1993"

[[claim]]
id = "members"
subject = "alliance"
property = "members"
value = 2
at = "2008"
refs = [{ ref = "1", quote = "two members" }]

[[claim]]
id = "parties"
subject = "pact"
property = "parties"
value = ["armenia", "belarus"]

[[source]]
id = "book"
marker = "1"
title = "A book"
isbn = "978-0765604323"
published = "1999"

[[source]]
id = "page"
title = "A page"
url = "https://example.org/a"
"#;

/// A dataset of these files, checked.
fn checked(files: &[(&str, &str)]) -> Checked {
    let manifest = "format = 1\n[dataset]\nid = \"test\"\ntitle = \"Test\"\nas_of = \"2024\"\n[rules]\nuncited-claim = \"off\"\n";
    let all = std::iter::once(("facts/dataset.toml", manifest))
        .filter(|(path, _)| !files.iter().any(|(other, _)| other == path));
    let raw = all
        .chain(files.iter().copied())
        .map(|(path, text)| RawFile { path: path.into(), content: Ok(text.as_bytes().to_vec()) })
        .collect();
    let loaded = load::from_files(PathBuf::new(), raw).unwrap();
    Checked::new("worktree".into(), Some(loaded), &Overrides::default())
}

fn of(claims: &str) -> Checked {
    checked(&[("facts/a.toml", HEAD), ("facts/b.toml", claims)])
}

/// What a review says of a text that is replaced in the claims.
fn edited(edits: &[(&str, &str)]) -> (Checked, Checked) {
    let mut claims = CLAIMS.to_owned();
    for (from, to) in edits {
        assert!(claims.contains(from), "{from:?} is not there");
        claims = claims.replace(from, to);
    }
    (of(CLAIMS), of(&claims))
}

fn review<'a>(base: &'a Checked, head: &'a Checked) -> Review<'a> {
    Review::new(base, head)
}

/// The meanings of all changed fields of claims.
fn meanings(edits: &[(&str, &str)]) -> Vec<String> {
    let (base, head) = edited(edits);
    let review = review(&base, &head);
    let changed = review.claims.changed.iter();
    changed
        .flat_map(|one| {
            one.fields.iter().map(move |field| format!("{} {}: {}", one.id, field.field, field.meaning))
        })
        .collect()
}

#[test]
fn the_meaning_of_a_change_is_told() {
    for (from, to, words) in [
        ("value = 2\n", "value = 3\n", "members value: raised by 1"),
        ("value = 2\n", "value = \">2\"\n", "members value: raised: no number satisfies both"),
        ("\"1992-05-15\"", "\"1992-05\"", "signed value: less precise: it can be what was there, and more"),
        ("\"1992-05-15\"", "\"1992-05-18\"", "signed value: 3 days later"),
        ("at = \"1993\"", "at = \"1994\"", "belarus-joined at: 1 year later"),
        ("at = \"2008\"\n", "", "members at: it is not bound to 2008 any more"),
        (
            "at = \"2008\"\n",
            "at = \"pact.signed\"\n",
            "members at: `pact.signed` instead of 2008; that is 15 May 1992, and was 2008",
        ),
        (
            "[\"armenia\", \"belarus\"]",
            "[\"armenia\", \"georgia\"]",
            "parties value: Georgia added; Belarus removed",
        ),
        ("[\"armenia\", \"belarus\"]", "[\"armenia\"]", "parties value: Belarus removed (1, were 2)"),
        (
            "two members",
            "both members",
            "members refs: quote of [1] changed under the same value: “two members” → “both members”",
        ),
        (
            "quote = \"two members\"",
            "page = \"6\"",
            "members refs: [1] is not quoted any more; page 6 added to [1]",
        ),
        ("refs = [\"1\"]", "refs = [\"page\"]", "signed refs: swapped: `page` for [1]"),
        ("refs = [\"1\"]", "refs = [\"1\", \"page\"]", "signed refs: `page` added"),
        ("refs = [\"1\"]", "", "signed refs: [1] dropped: it has no reference any more"),
        (
            "value = 2\n",
            "value = 2\nrank = \"deprecated\"\n",
            "members rank: kept for the record only: no rule reads it any more",
        ),
        ("value = 2\n", "value = 2\nnote = \"so\"\n", "members note: a remark for editors was added"),
        (
            "subject = \"belarus\"",
            "subject = \"georgia\"",
            "belarus-joined subject: it is about Georgia now and was about Belarus",
        ),
        (
            "\"1992-05-15\"",
            "{ after = \"pact.renewed\", by = \"P1Y\" }",
            "signed value: told from `pact.renewed` now instead of as a date; that gives any time, and gave 15 May 1992",
        ),
    ] {
        assert_eq!(meanings(&[(from, to)]), [words], "{from} to {to}");
    }
}

#[test]
fn layout_and_ways_of_writing_are_no_change() {
    let (first, rest) = CLAIMS.split_at(CLAIMS.find("[[claim]]\nid = \"members\"").unwrap());
    let moved = rest
        .replace("refs = [{ ref = \"1\"", "# a remark\nrefs = [{ ref = \"book\"")
        .replace("[\"armenia\", \"belarus\"]", "[\"belarus\", \"armenia\"]");
    let base = of(CLAIMS);
    let head = checked(&[("facts/z.toml", HEAD), ("sources/y.toml", first), ("facts/0.toml", &moved)]);
    let review = review(&base, &head);
    assert!(review.is_empty(), "{:?}", review.claims);
    assert!(!review.fails() && sources_to_ask(&review).is_empty());
}

/// What is found and what follows must not hang on the order in which files are read.
#[test]
fn where_claims_stand_means_nothing_even_where_they_contradict_each_other() {
    let date = |id: &str, property: &str, value: &str, rest: &str| {
        format!(
            "[[claim]]\nid = \"{id}\"\nsubject = \"pact\"\nproperty = \"{property}\"\nvalue = {value}\n{rest}"
        )
    };
    let after = |by: &str| format!("{{ after = \"pact.signed\", by = \"{by}\" }}");
    for claims in [
        [
            date("a", "signed", "\"1990\"", ""),
            date("b", "signed", "\"1990\"", ""),
            date("c", "signed", "\"1991\"", ""),
        ],
        [
            date("a", "signed", "\"1990\"", ""),
            date("b", "renewed", &after("P1Y"), ""),
            date("c", "renewed", &after("P2Y"), ""),
        ],
        [
            date("a", "signed", "\"1990\"", ""),
            date("b", "signed", "\"1991\"", "rank = \"deprecated\"\n"),
            date("c", "name", "\"x\"", ""),
        ],
    ] {
        let [a, b, c] = &claims;
        let base =
            checked(&[("facts/a.toml", HEAD), ("facts/b.toml", a), ("facts/c.toml", b), ("facts/d.toml", c)]);
        for [b_file, c_file, d_file] in [[b, a, c], [c, b, a], [b, c, a]] {
            let head = checked(&[
                ("facts/a.toml", HEAD),
                ("facts/b.toml", b_file),
                ("facts/c.toml", c_file),
                ("facts/d.toml", d_file),
            ]);
            let review = review(&base, &head);
            assert!(review.is_empty(), "{claims:?} {:?} {:?}", review.findings, review.moved);
        }
    }
}

#[test]
fn what_refers_to_a_renamed_thing_is_not_changed() {
    let base = of(CLAIMS);
    let rename = |text: &str| {
        text.replace("pact", "treaty-of-1992")
            .replace("armenia", "hayastan")
            .replace("property = \"signed\"", "property = \"concluded\"")
            .replace("after = [\"signed\"]", "after = [\"concluded\"]")
            .replace("[property.signed]", "[property.concluded]")
            .replace("\"book\"", "\"volume\"")
            .replace("\"belarus-joined\"", "\"belarus-came\"")
    };
    let head = checked(&[("facts/a.toml", &rename(HEAD)), ("facts/b.toml", &rename(CLAIMS))]);
    let review = review(&base, &head);
    let pairs = |changes: &Changes| {
        changes.renamed.iter().map(|(old, new)| format!("{old} {new}")).collect::<Vec<_>>()
    };
    assert_eq!(pairs(&review.claims), ["armenia-joined hayastan-joined", "belarus-joined belarus-came"]);
    // The treaty has no label: it is known by the claims that kept their ids.
    assert_eq!(pairs(&review.entities), ["armenia hayastan", "pact treaty-of-1992"]);
    assert_eq!(pairs(&review.properties), ["signed concluded"]);
    assert_eq!(pairs(&review.sources), ["book volume"]);
    for changes in [&review.claims, &review.entities, &review.properties, &review.sources] {
        assert_eq!(changes.changed, []);
        assert_eq!(changes.really_added().count() + changes.really_removed().count(), 0);
    }
    assert!(review.findings.introduced.is_empty() && review.findings.resolved.is_empty());
    assert_eq!(review.moved, []);
    assert!(sources_to_ask(&review).is_empty());
}

#[test]
fn a_claim_with_another_id_and_value_takes_the_place_of_the_old_one() {
    let (base, head) =
        edited(&[("id = \"members\"", "id = \"members-2008\""), ("value = 2\n", "value = 3\n")]);
    let review = review(&base, &head);
    let [replaced] = review.claims.replaced.as_slice() else { panic!("{:?}", review.claims) };
    assert_eq!((replaced.was.as_deref(), replaced.id.as_str()), (Some("members"), "members-2008"));
    assert_eq!(
        replaced.fields.iter().map(|field| field.meaning.to_string()).collect::<Vec<_>>(),
        ["raised by 1"]
    );
    assert_eq!((review.claims.added.len(), review.claims.removed.len()), (1, 1));
    assert_eq!(review.claims.really_added().count() + review.claims.really_removed().count(), 0);
}

#[test]
fn two_things_of_the_same_content_are_not_guessed_at() {
    let state = |id: &str| format!("[entity.{id}]\nkind = \"state\"\n");
    let base = of(&format!("{CLAIMS}{}{}", state("a"), state("b")));
    let head = of(&format!("{CLAIMS}{}{}", state("c"), state("d")));
    let review = review(&base, &head);
    assert_eq!(review.entities.renamed, []);
    assert_eq!((review.entities.added.len(), review.entities.removed.len()), (2, 2));
}

#[test]
fn what_cannot_be_read_is_not_taken_for_gone() {
    let base = of(CLAIMS);
    let head = of(&CLAIMS.replace("value = 2\n", "value = [2]\n"));
    let claim = review(&base, &head);
    let gone: Vec<_> = claim
        .claims
        .removed
        .iter()
        .map(|item| (&*item.id, item.unread.as_ref().map(ToString::to_string)))
        .collect();
    assert_eq!(gone, [("members", Some("it cannot be read (`wrong-type`)".to_owned()))]);

    let another = "[[claim]]\nid = \"count\"\nsubject = \"alliance\"\nproperty = \"members\"\nvalue = 3\n";
    let head = of(&format!("{another}{}", CLAIMS.replace("value = 2\n", "value = [2]\n")));
    let claims = review(&base, &head).claims;
    assert!(claims.replaced.is_empty() && claims.really_added().count() == 1);

    let broken = format!("= {CLAIMS}");
    let head = checked(&[("facts/a.toml", HEAD), ("facts/b.toml", &broken)]);
    let file = review(&base, &head);
    assert!(file.fails());
    assert!(
        file.claims
            .removed
            .iter()
            .all(|item| item.unread.as_ref().is_some_and(|why| *why == "`facts/b.toml` cannot be read"))
    );
}

#[test]
fn only_new_and_changed_sources_are_asked() {
    let (base, head) = edited(&[
        ("https://example.org/a", "https://example.org/b"),
        ("id = \"book\"", "id = \"volume\""),
        (
            "[[source]]\nid = \"page\"",
            "[[source]]\nid = \"new\"\ntitle = \"New\"\n\n[[source]]\nid = \"page\"",
        ),
    ]);
    let review = review(&base, &head);
    let mut asked: Vec<String> =
        sources_to_ask(&review).into_iter().map(|id| head.run.dataset.source(id).id.to_string()).collect();
    asked.sort_unstable();
    assert_eq!(asked, ["new", "page"]);
    assert_eq!(review.sources.changed[0].fields[0].meaning, "another page of example.org");
}

#[test]
fn the_claims_that_rest_on_a_change_are_named() {
    let base = of(CLAIMS);
    let head = checked(&[
        ("facts/a.toml", &HEAD.replace("label = \"number of members\"", "label = \"members\"")),
        ("facts/b.toml", &CLAIMS.replace("\"1999\"", "\"2000\"")),
    ]);
    let review = review(&base, &head);
    assert_eq!(review.sources.changed[0].claims, ["signed", "members"]);
    assert_eq!(review.sources.changed[0].fields[0].meaning, "1 year later");
    assert_eq!(review.properties.changed[0].claims, ["members"]);
}

#[test]
fn without_a_dataset_before_everything_is_new() {
    let base = Checked::new("0".into(), None, &Overrides::default());
    let head = of(CLAIMS);
    let review = review(&base, &head);
    assert_eq!(review.claims.added.len(), 5);
    assert_eq!((review.claims.removed.len(), review.findings.resolved.len()), (0, 0));
    assert_eq!(review.findings.introduced.len(), head.run.findings.len());
    assert_eq!(review.moved, []);
}

/// Where both sides hold the same files they are checked once, and nothing is compared: that says what
/// comparing two equal sides says.
#[test]
fn sides_that_are_one_say_what_equal_sides_say() {
    let broken = format!("{CLAIMS}\n[[claim]]\nid = \"broken\"\nsubject = \"nobody\"\n");
    for claims in [CLAIMS, "", &broken] {
        let (base, head) = (of(claims), of(claims));
        let same = base.clone();
        let (twice, once) = (review(&base, &head), review(&base, &same));
        let json = |review: &Review<'_>| {
            let mut out = Vec::new();
            crate::report::review::json(review, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(json(&once), json(&twice));
        assert_eq!((once.is_empty(), &once.skipped), (twice.is_empty(), &twice.skipped));
    }
}

#[test]
fn what_contradicted_before_is_no_news() {
    let dates = |signed: &str, renewed: &str, again: &str| {
        let claim = |id: &str, property: &str, value: &str| {
            format!(
                "[[claim]]\nid = \"{id}\"\nsubject = \"pact\"\nproperty = \"{property}\"\nvalue = \"{value}\"\n"
            )
        };
        of(&format!(
            "{}{}{}",
            claim("signed", "signed", signed),
            claim("renewed", "renewed", renewed),
            claim("told-again", "renewed", again)
        ))
    };
    let told = |base: &Checked, head: &Checked| {
        let review = Review::new(base, head);
        let of = |told: &[findings::Told<'_>]| -> Vec<String> {
            let orders = told.iter().filter(|told| told.reported.finding.rule.name == "date-order");
            orders.map(|told| told.reported.finding.names.claims.join(" ")).collect()
        };
        (of(&review.findings.introduced), of(&review.findings.resolved))
    };
    let none = Vec::<String>::new();
    // One of two dates that come too early is told, and then the other.
    let base = dates("1992", "1990", "1990");
    let resolved = vec!["signed renewed".to_owned()];
    assert_eq!(told(&base, &dates("1992", "1995", "1990")), (none.clone(), resolved));
    assert_eq!(told(&base, &dates("1992", "1995", "1995")).0, none);
    assert_eq!(told(&base, &dates("1992", "1995", "1995")).1.len(), 1);
    let base = dates("1992", "1995", "1995");
    assert_eq!(told(&base, &dates("1992", "1990", "1995")).0, ["signed renewed"]);
    // What its claims say now makes it no other contradiction.
    let (base, head) = (dates("1992", "1990", "1995"), dates("1992", "1989", "1995"));
    assert_eq!(told(&base, &head), (none.clone(), none));
    // The two values that disagree besides are others.
    let review = Review::new(&base, &head);
    assert_eq!((review.findings.unchanged, review.findings.introduced.len()), (1, 1));
}
