//! Mistakes that editors make, each with the one rule that tells of it: what the tests of the
//! alliance break.

use self::Edit::{Add, Claim, Drop, Put};

/// A change to the dataset.
pub(crate) enum Edit {
    /// In this file, this text, which stands there once, becomes that.
    Put(&'static str, &'static str, &'static str),
    /// This file gets this at its end; or comes to be.
    Add(&'static str, &'static str),
    /// In the claim of this id, this text becomes that.
    Claim(&'static str, &'static str, &'static str),
    /// The claim of this id goes.
    Drop(&'static str),
}

/// The rule that must fire, and nothing else; what is wrong; the changes that make it so.
pub(crate) type Break = (&'static str, &'static str, &'static [Edit]);

const NEW: &str = "facts/new.toml";
const STATES: &str = "facts/states.toml";
const MANIFEST: &str = "facts/dataset.toml";
const VOCABULARY: &str = "facts/vocabulary.toml";
const ALLIANCE: &str = "facts/alliance.toml";
const SOURCES: &str = "sources/sources.toml";

#[rustfmt::skip]
pub(crate) const BREAKS: &[Break] = &[
    // ---- what cannot be read: nothing else complains of what is missing then ----
    ("syntax", "a bracket is missing", &[Put(STATES, "[entity.austria]", "[entity.austria")]),
    ("syntax", "a quote is missing", &[Claim("treaty-signed", "\"1949-04-04\"", "\"1949-04-04")]),
    ("syntax", "a date stands without quotes and half", &[Claim("members-1953", "\"1953\"", "1953-")]),
    ("syntax", "a field stands twice", &[Claim("members-1953", "value    = 14", "value    = 14\nvalue    = 15")]),
    ("syntax", "the sources cannot be read", &[Put(SOURCES, "[[source]]\nid    = \"enwiki\"", "[source]]\nid    = \"enwiki\"")]),
    ("syntax", "the vocabulary cannot be read", &[Put(VOCABULARY, "[property.signed]", "[property.signed")]),
    ("syntax", "the header of a claim is missing", &[Put(ALLIANCE, "[[claim]]\nid       = \"nato-name-fr\"", "id       = \"nato-name-fr\"")]),
    ("syntax", "a list is not closed", &[Claim("treaty-parties", "]\nat", "at")]),
    ("syntax", "a list is not opened", &[Claim("treaty-parties", "value    = [", "value    =")]),
    // ---- fields ----
    ("unknown-field", "the header of a move is misspelled", &[Put("facts/membership.toml", "[[claim]]\nid       = \"spain-joined\"", "[[claimx]]\nid       = \"spain-joined\"")]),
    ("unknown-field", "the header of a source is misspelled", &[Put(SOURCES, "[[source]]\nid     = \"enlargement\"", "[[sources]]\nid     = \"enlargement\"")]),
    ("unknown-field", "an entity has a colour", &[Put(STATES, "label = \"Austria\"", "label = \"Austria\"\ncolour = \"red\"")]),
    ("unknown-field", "a field is misspelled", &[Claim("members-1953", "value  ", "valeu  ")]),
    ("unknown-field", "a source's title is misspelled", &[Put(SOURCES, "title  = \"Enlargement", "titel  = \"Enlargement")]),
    ("unknown-field", "a time is misspelled", &[Claim("members-1953", "at  ", "att ")]),
    ("unknown-field", "references are misspelled", &[Claim("members-1953", "refs", "ref ")]),
    ("unknown-field", "an option of the vocabulary is misspelled", &[Put(VOCABULARY, "symmetric    = true", "symetric     = true")]),
    ("unknown-field", "an option that another type has", &[Put(VOCABULARY, "[property.seat]\n", "[property.seat]\nmin    = 1\n")]),
    ("unknown-field", "a table is misspelled", &[Add(NEW, "[[claims]]\nid = \"x\"\n")]),
    ("unknown-field", "a kind is misspelled", &[Put(STATES, "kind  = \"state\"\nlabel = \"Spain\"", "kidn  = \"state\"\nlabel = \"Spain\"")]),
    ("unknown-field", "a type is misspelled", &[Put(VOCABULARY, "type       = \"transition\"\nlabel      = \"joining\"", "typ        = \"transition\"\nlabel      = \"joining\"")]),
    ("unknown-field", "what a move leads to is misspelled", &[Put(VOCABULARY, "to         = \"member\"", "too        = \"member\"")]),
    ("unknown-field", "a marker is misspelled", &[Put(SOURCES, "marker = \"4\"", "markr  = \"4\"")]),
    ("unknown-field", "an id of a source is misspelled", &[Put(SOURCES, "id     = \"enlargement\"", "idd    = \"enlargement\"")]),
    ("unknown-field", "the reason of an accept entry is misspelled", &[Put(MANIFEST, "reason =", "raeson =")]),
    ("missing-field", "a claim without a subject", &[Claim("france-left-command", "subject  = \"france\"\n", "")]),
    ("missing-field", "a claim without a value", &[Claim("members-1953", "value    = 14\n", "")]),
    ("missing-field", "a claim without an id", &[Claim("treaty-signed", "id       = \"treaty-signed\"\n", "")]),
    ("missing-field", "an entity without a kind", &[Put(STATES, "kind  = \"state\"\nlabel = \"Spain\"", "label = \"Spain\"")]),
    ("missing-field", "a source without an id", &[Put(SOURCES, "id     = \"enlargement\"\n", "")]),
    ("missing-field", "a property without a type", &[Put(VOCABULARY, "type       = \"transition\"\nlabel      = \"joining\"", "label      = \"joining\"")]),
    ("missing-field", "a manifest without a title", &[Put(MANIFEST, "title   = \"North Atlantic Treaty Organization\"\n", "")]),
    ("missing-field", "an accept entry without a reason", &[Put(MANIFEST, "reason = \"The number was announced in two ways before the exercise began.\"\n", "")]),
    // ---- types ----
    ("wrong-type", "a number where a name should be", &[Claim("nato-seat", "\"brussels\"", "3")]),
    ("wrong-type", "a name where a list should be", &[Claim("treaty-parties", "value    = [", "value    = \"belgium\"\nnote     = \"\"\"["), Claim("treaty-parties", "]\nat", "]\"\"\"\nat")]),
    ("wrong-type", "a property of a type that does not exist", &[Put(VOCABULARY, "type    = \"quantity\"\nlabel   = \"number of troops\"", "type    = \"quantiti\"\nlabel   = \"number of troops\"")]),
    ("wrong-type", "a reference as a number", &[Claim("treaty-signed", "[\"1\"]", "[1]")]),
    ("wrong-type", "a marker as a number", &[Put(SOURCES, "marker = \"4\"", "marker = 4")]),
    ("wrong-type", "a level that does not exist", &[Put(MANIFEST, "duplicate-claim = \"warning\"", "duplicate-claim = \"warn\"")]),
    ("wrong-type", "an id with a dot", &[Claim("members-1953", "\"members-1953\"", "\"members.1953\"")]),
    // ---- kinds, terms and orders ----
    ("outside-lifetime", "a commander after his death", &[Add(NEW, "[kind.person]\nstart = \"born\"\nend = \"died\"\n[property.born]\ntype = \"date\"\n[property.died]\ntype = \"date\"\n[entity.x]\nkind = \"person\"\n[[claim]]\nid = \"d\"\nsubject = \"x\"\nproperty = \"died\"\nvalue = \"1960\"\nrefs = [\"1\"]\n[property.commander]\ntype = \"entity\"\n[[claim]]\nid = \"c\"\nsubject = \"nato\"\nproperty = \"commander\"\nvalue = \"x\"\nfrom = \"1962\"\nrefs = [\"1\"]\n")]),
    ("overlapping-terms", "two commanders at one time", &[Add(NEW, "[entity.x]\nkind = \"person\"\n[entity.y]\nkind = \"person\"\n[property.commander]\ntype = \"entity\"\nno_overlap = true\n[[claim]]\nid = \"c\"\nsubject = \"nato\"\nproperty = \"commander\"\nvalue = \"x\"\nfrom = \"1962\"\nuntil = \"1970\"\nrefs = [\"1\"]\n[[claim]]\nid = \"d\"\nsubject = \"nato\"\nproperty = \"commander\"\nvalue = \"y\"\nfrom = \"1964\"\nuntil = \"1971\"\nrefs = [\"1\"]\n")]),
    ("term-length", "a commander of two days", &[Add(NEW, "[entity.x]\nkind = \"person\"\n[property.commander]\ntype = \"entity\"\nterm = { at_least = \"P1M\" }\n[[claim]]\nid = \"c\"\nsubject = \"nato\"\nproperty = \"commander\"\nvalue = \"x\"\nfrom = \"1962-05-01\"\nuntil = \"1962-05-03\"\nrefs = [\"1\"]\n")]),
    ("term-gap", "nobody commands for a year", &[Add(NEW, "[entity.x]\nkind = \"person\"\n[entity.y]\nkind = \"person\"\n[property.commander]\ntype = \"entity\"\nno_gap = true\n[[claim]]\nid = \"c\"\nsubject = \"nato\"\nproperty = \"commander\"\nvalue = \"x\"\nfrom = \"1962\"\nuntil = \"1964\"\nrefs = [\"1\"]\n[[claim]]\nid = \"d\"\nsubject = \"nato\"\nproperty = \"commander\"\nvalue = \"y\"\nfrom = \"1966\"\nrefs = [\"1\"]\n")]),
    ("quantity-order", "more officers than troops", &[Add(NEW, "[entity.x]\nkind = \"camp\"\n[property.men]\ntype = \"quantity\"\n[property.officers]\ntype = \"quantity\"\nnot_above = [\"men\"]\n[[claim]]\nid = \"m\"\nsubject = \"x\"\nproperty = \"men\"\nvalue = 100\nrefs = [\"1\"]\n[[claim]]\nid = \"o\"\nsubject = \"x\"\nproperty = \"officers\"\nvalue = 120\nrefs = [\"1\"]\n")]),
    ("value-not-member", "the chair is a stranger", &[Add(NEW, "[property.host]\ntype = \"entity\"\nvalue_has_status = \"member\"\n[[claim]]\nid = \"h\"\nsubject = \"nato\"\nproperty = \"host\"\nvalue = \"austria\"\nat = \"1990\"\nrefs = [\"1\"]\n")]),
    ("missing-qualifier", "an officer without a role", &[Add(NEW, "[entity.x]\nkind = \"person\"\n[property.role]\ntype = \"text\"\n[property.officer]\ntype = \"entity\"\nrequired_qualifiers = [\"role\"]\n[[claim]]\nid = \"o\"\nsubject = \"nato\"\nproperty = \"officer\"\nvalue = \"x\"\nrefs = [\"1\"]\n")]),
    // ---- dates and quantities ----
    ("invalid-date", "a day that no calendar has", &[Claim("prague-summit-members", "\"2002-11-21\"", "\"2002-11-31\"")]),
    ("invalid-date", "a month that no calendar has", &[Claim("treaty-signed", "\"1949-04-04\"", "\"1949-13-04\"")]),
    ("invalid-date", "a date in words", &[Claim("sweden-joined", "\"2024-03-07\"", "\"7 March 2024\"")]),
    ("invalid-date", "a duration without P", &[Claim("nato-founded", "\"P1Y\"", "\"1Y\"")]),
    ("invalid-date", "the facts speak from no day", &[Put(MANIFEST, "\"2024-12-31\"", "\"2024-31-12\"")]),
    ("invalid-date", "a source published on no day", &[Put(SOURCES, "published = \"2007\"", "published = \"2007-00\"")]),
    ("invalid-quantity", "a number in words", &[Claim("trident-juncture-2015-troops", "36000", "\"many\"")]),
    ("invalid-quantity", "a number with a comma", &[Claim("treaty-signatory-count", "12", "\"12,0\"")]),
    // ---- names ----
    ("duplicate-id", "two claims of one id", &[Claim("members-1953", "\"members-1953\"", "\"members-1956\"")]),
    ("duplicate-id", "two entities of one id", &[Add(NEW, "[entity.france]\nkind = \"state\"\n")]),
    ("duplicate-id", "two entities of one id in one file", &[Add(STATES, "\n[entity.france]\nkind = \"state\"\n")]),
    ("duplicate-id", "two properties of one id", &[Add(NEW, "[property.troops]\ntype = \"text\"\n")]),
    ("duplicate-id", "two properties of one id in one file", &[Add(VOCABULARY, "\n[property.troops]\ntype = \"text\"\n")]),
    ("duplicate-id", "two entities of one id and of other kinds", &[Add(NEW, "[entity.france]\nkind = \"city\"\n")]),
    ("duplicate-id", "two sources of one id", &[Put(SOURCES, "\"exercises\"\nmarker", "\"enlargement\"\nmarker")]),
    ("duplicate-id", "two sources of one marker", &[Put(SOURCES, "marker   = \"5\"", "marker   = \"4\"")]),
    ("unknown-entity", "a subject is misspelled", &[Claim("france-left-command", "\"france\"", "\"frnace\"")]),
    ("unknown-entity", "a value is misspelled", &[Claim("nato-seat", "\"brussels\"", "\"brusels\"")]),
    ("unknown-entity", "a member of a set is misspelled", &[Claim("prague-summit-members", "\"belgium\"", "\"belgum\"")]),
    ("unknown-entity", "an organisation of the vocabulary is misspelled", &[Put(VOCABULARY, "in            = \"nato\"", "in            = \"natoo\"")]),
    ("unknown-property", "a claim's property is misspelled", &[Claim("sweden-joined", "\"joined\"", "\"joind\"")]),
    ("unknown-property", "a property of the vocabulary is misspelled", &[Put(VOCABULARY, "requires = [\"signed\"]", "requires = [\"signd\"]")]),
    ("unknown-ref", "a marker that no source has", &[Claim("treaty-signed", "\"1\"", "\"9\"")]),
    ("unknown-ref", "the article is a source that does not exist", &[Put(MANIFEST, "\"enwiki\"", "\"enwikix\"")]),
    ("unknown-ref", "a source that only this claim would cite", &[Add(SOURCES, "\n[[source]]\nid = \"x\"\nmarker = \"6\"\ntitle = \"X\"\nisbn = \"978-0765604323\"\n"), Claim("eu-abbreviation", "kaplan-2007", "sixth")]),
    ("unknown-ref", "a source that does not exist", &[Claim("eu-abbreviation", "kaplan-2007", "kaplan-2008")]),
    ("unknown-time-point", "a time point that no claim tells", &[Claim("norway-joined", "treaty.entered-into-force", "treaty.terminated")]),
    ("unknown-time-point", "a time point with a property that does not exist", &[Claim("norway-joined", "treaty.entered-into-force", "treaty.in-force")]),
    ("unknown-time-point", "a time point of an entity that does not exist", &[Claim("norway-joined", "treaty.entered-into-force", "traety.entered-into-force")]),
    ("wrong-kind", "a person where a city should be", &[Claim("nato-seat", "\"brussels\"", "\"ismay\"")]),
    ("wrong-kind", "a city joins", &[Claim("sweden-joined", "\"sweden\"", "\"paris\"")]),
    ("wrong-kind", "a city among the members", &[Claim("prague-summit-members", "\"belgium\"", "\"brussels\"")]),
    // ---- time ----
    ("date-order", "in force before it was signed", &[Claim("treaty-in-force", "\"1949-08-24\"", "\"1948-08-24\"")]),
    ("date-order", "in force too long after it was signed", &[Claim("treaty-signed", "\"1949-04-04\"", "\"1939-04-04\"")]),
    ("date-range", "a term ends before it starts", &[Claim("secretary-general-brosio", "\"1971-10-01\"", "\"1961-10-01\"")]),
    ("date-range", "an interval runs backwards", &[Claim("trident-juncture-2018-held", "\"2018\"", "\"2018/2015\"")]),
    ("future-date", "an exercise that is yet to come", &[Claim("trident-juncture-2018-held", "\"2018\"", "\"2081\"")]),
    ("future-date", "a member that is yet to join", &[Claim("france-command-again", "\"2009-04\"", "\"2090-04\"")]),
    // ---- values ----
    ("conflicting-values", "two hold one office", &[Claim("secretary-general-spaak", "\"1961-04-21\"", "\"1963-04-21\"")]),
    ("conflicting-values", "two spellings of a name", &[Add(NEW, "[[claim]]\nid = \"x\"\nsubject = \"nato\"\nproperty = \"name\"\nvalue = { en = \"North Atlantic Treaty Organisation\" }\nrefs = [\"1\"]\n")]),
    ("conflicting-values", "two days of one signing", &[Add(NEW, "[[claim]]\nid = \"x\"\nsubject = \"treaty\"\nproperty = \"signed\"\nvalue = \"1949-04-05\"\nrefs = [\"2\"]\n")]),
    ("conflicting-values", "a number for all times", &[Add(NEW, "[[claim]]\nid = \"x\"\nsubject = \"nato\"\nproperty = \"member-count\"\nvalue = 32\nrefs = [\"3\"]\n")]),
    ("conflicting-values", "an office without an end", &[Claim("secretary-general-luns", "\nuntil    = \"1984-06-25\"", "")]),
    ("conflicting-values", "an office without a beginning", &[Claim("secretary-general-luns", "from     = \"1971-10-01\"\n", "")]),
    ("conflicting-values", "a count without its day", &[Claim("members-2005", "at       = \"2005-06-30\"\n", "")]),
    ("out-of-range", "nobody took part", &[Claim("trident-juncture-2015-troops", "36000", "0")]),
    ("out-of-range", "more took part than there can be", &[Claim("trident-juncture-2015-troops", "36000", "36000000")]),
    ("count-mismatch", "one member too many", &[Claim("members-2005", "26", "27")]),
    ("count-mismatch", "an accession is missing", &[Drop("sweden-joined")]),
    ("count-mismatch", "the list has another size", &[Claim("treaty-signatory-count", "12", "11")]),
    ("unverifiable-count", "the list is missing", &[Drop("treaty-signatories")]),
    ("unverifiable-count", "nobody ever became that", &[Put(VOCABULARY, "counts_status = \"member\"", "counts_status = \"observer\""), Drop("members-1949"), Drop("members-1953"), Drop("members-1956"), Drop("members-1990"), Drop("members-2000"), Drop("members-2005"), Drop("members-2010"), Drop("members-2018"), Drop("members-2021")]),
    ("set-mismatch", "a signatory that is no party", &[Claim("treaty-parties", "\"canada\", ", "")]),
    ("set-mismatch", "the rest is not the rest", &[Claim("treaty-acceded", "\"greece\", ", "")]),
    ("set-mismatch", "a member was not at the summit", &[Claim("prague-summit-members", "\"spain\", ", "")]),
    ("set-mismatch", "one at the summit was no member", &[Claim("prague-summit-members", "\"spain\"", "\"spain\", \"sweden\"")]),
    ("conflicting-values", "one joins twice", &[Drop("france-left-command")]),
    ("conflicting-values", "one joins the alliance again", &[Add(NEW, "[[claim]]\nid = \"x\"\nsubject = \"spain\"\nproperty = \"joined\"\nvalue = \"nato\"\nat = \"1990\"\nrefs = [\"2\"]\n")]),
    ("invalid-transition", "one leaves what it never joined", &[Add(NEW, "[[claim]]\nid = \"x\"\nsubject = \"austria\"\nproperty = \"left\"\nvalue = \"nato\"\nat = \"1990\"\nrefs = [\"2\"]\n")]),
    ("superlative-contradicted", "another has more", &[Claim("trident-juncture-2018-troops", "\"~50000\"", "500000")]),
    ("superlative-unproven", "another may have more", &[Claim("trident-juncture-2018-troops", "\"~50000\"", "\">50000\"")]),
    ("superlative-unproven", "another has no number", &[Drop("trident-juncture-2018-troops")]),
    // ---- what the vocabulary asks for ----
    ("not-unique", "two of one abbreviation", &[Claim("eu-abbreviation", "\"EU\"", "\"NATO\"")]),
    ("value-not-allowed", "a form that is not allowed", &[Claim("eu-abbreviation", "\"EU\"", "\"eu\"")]),
    ("value-not-allowed", "none of the values allowed", &[Claim("nato-english", "\"english\"", "\"german\"")]),
    ("missing-claim", "in force, but never signed", &[Drop("treaty-signed")]),
    ("excluded-claim", "neutral and a member", &[Add(NEW, "[[claim]]\nid = \"x\"\nsubject = \"austria\"\nproperty = \"joined\"\nvalue = \"nato-command\"\nat = \"1990\"\nrefs = [\"2\"]\n")]),
    ("missing-inverse", "a command that nobody commands", &[Drop("nato-command-of")]),
    ("missing-inverse", "a partner that knows of none", &[Drop("western-union-partner")]),
    ("missing-time", "joined, but when?", &[Claim("spain-joined", "at       = \"1982-05-30\"\n", "")]),
    ("missing-time", "a summit on no day", &[Claim("prague-summit-members", "at       = \"2002-11-21\"\n", "")]),
    ("missing-time", "an office without a term", &[Claim("secretary-general-rutte", "from     = \"2024-10-01\"\n", "")]),
    ("not-contemporary", "partners that never met", &[Claim("western-union-ended", "\"1954-10-23\"", "\"1949-01-01\"")]),
    // ---- claims and their sources ----
    ("duplicate-claim", "the same again", &[Add(NEW, "[[claim]]\nid = \"x\"\nsubject = \"nato\"\nproperty = \"official-language\"\nvalue = \"english\"\nrefs = [\"3\"]\n")]),
    ("uncited-claim", "no reference", &[Claim("eu-abbreviation", "\nrefs     = [\"kaplan-2007\"]", "")]),
    ("uncited-claim", "an empty list of references", &[Claim("eu-abbreviation", "[\"kaplan-2007\"]", "[]")]),
    ("unused-source", "nobody cites it", &[Add(SOURCES, "\n[[source]]\nid = \"x\"\ntitle = \"X\"\nisbn = \"978-0765604323\"\n")]),
    ("marker-gap", "[6] is missing", &[Add(SOURCES, "\n[[source]]\nid = \"x\"\nmarker = \"7\"\ntitle = \"X\"\nisbn = \"978-0765604323\"\n"), Claim("eu-abbreviation", "kaplan-2007", "7")]),
    ("incomplete-source", "no title", &[Put(SOURCES, "title  = \"Enlargement and Article 10\"\n", "")]),
    ("incomplete-source", "no address", &[Put(SOURCES, "isbn      = \"978-0742539174\"\n", "")]),
    ("malformed-source", "a digit of the ISBN is wrong", &[Put(SOURCES, "978-0742539174", "978-0742539175")]),
    ("malformed-source", "no address at all", &[Put(SOURCES, "https://www.nato.int/cps/en/natohq/topics_49212.htm", "nato.int: topics 49212")]),
    ("malformed-source", "no DOI", &[Put(SOURCES, "isbn      = \"978-0742539174\"\n", "isbn      = \"978-0742539174\"\ndoi       = \"11.1/x\"\n")]),
    ("malformed-source", "an archive of another page", &[Put(SOURCES, "topics_49285.htm\"\n", "topics_49285.htm\"\narchive = \"https://web.archive.org/web/20241102000000/https://example.org/\"\n")]),
    ("unconfirmed-source", "a candidate", &[Put(SOURCES, "\"confirmed\"", "\"candidate\"")]),
    ("duplicate-source", "one page twice", &[Put(SOURCES, "natohq/topics_49285.htm", "natohq/topics_49212.htm#top")]),
    ("circular-source", "the article in another language", &[Put(SOURCES, "https://www.nato.int/cps/en/natohq/topics_49212.htm", "https://de.wikipedia.org/wiki/NATO")]),
    ("circular-source", "a copy of the article", &[Put(SOURCES, "https://www.nato.int/cps/en/natohq/topics_49212.htm", "https://www.wikimirror.example/NATO")]),
    ("source-predates-claim", "a book of 2007 on 2024", &[Claim("members-2024", "\"3\"", "\"kaplan-2007\"")]),
    ("accessed-before-published", "read before it came out", &[Put(SOURCES, "accessed = \"2024-11-02\"", "accessed = \"2024-11-02\"\npublished = \"2024-12\"")]),
    // ---- quotes ----
    ("value-not-in-quote", "another number", &[Claim("members-1953", "\"3\"", "{ ref = \"3\", quote = \"By 1953 the alliance had fifteen members.\", lang = \"en\" }")]),
    ("value-not-in-quote", "a bound that the claim does not have", &[Claim("steadfast-defender-troops", "\"5\"", "{ ref = \"5\", quote = \"More than 90,000 troops took part\", lang = \"en\" }")]),
    ("value-not-in-quote", "another thing is counted", &[Claim("steadfast-defender-troops", "\"5\"", "{ ref = \"5\", quote = \"90.000 tank\", lang = \"id\" }")]),
    ("value-not-in-quote", "another day", &[Claim("treaty-signed", "\"1\"", "{ ref = \"1\", quote = \"подписан 5 апреля 1949 года\", lang = \"ru\" }")]),
    ("over-precise", "a source that gives a round number", &[Claim("steadfast-defender-troops", "\"5\"", "{ ref = \"5\", quote = \"About 90,000 troops took part\", lang = \"en\" }")]),
    ("over-precise", "a source that gives only the month", &[Claim("treaty-signed", "\"1\"", "{ ref = \"1\", quote = \"подписан в апреле 1949 года\", lang = \"ru\" }")]),
    ("quote-not-checked", "a quote that gives no number", &[Put(MANIFEST, "duplicate-claim =", "quote-not-checked = \"note\"\nduplicate-claim ="), Claim("members-1953", "\"3\"", "{ ref = \"3\", quote = \"By 1953 the alliance had several new members.\", lang = \"en\" }")]),
    // ---- what could not be read hides a little ----
    ("not-checked", "a move on no day", &[Put(MANIFEST, "[rules]\n", "[rules]\ninvalid-date = \"off\"\n"), Claim("spain-joined", "1982-05-30", "1982-05-32")]),
    // ---- the manifest ----
    ("unused-accept", "what was accepted is mended", &[Claim("steadfast-defender-troops-early", "40000", "90000"), Claim("steadfast-defender-troops-early", "\"5\"", "\"kaplan-2007\", \"5\"")]),
    ("unused-accept", "what was accepted is gone", &[Drop("steadfast-defender-troops-early")]),
    ("unknown-rule", "a level for no rule", &[Put(MANIFEST, "duplicate-claim =", "duplicate-claims =")]),
    ("unknown-rule", "an accept entry for no rule", &[Put(MANIFEST, "[[accept]]", "[[accept]]\nrule   = \"conflicts\"\nclaims = [\"members-1953\"]\nreason = \"Why not.\"\n\n[[accept]]")]),
    // ---- and what must not lead to more ----
    ("unknown-property", "a property in the plural", &[Put(ALLIANCE, "property = \"seat\"\nvalue    = \"paris\"", "property = \"seats\"\nvalue    = \"paris\"")]),
];
