//! Which brackets of wikitext belong together.

use std::collections::HashMap;

/// Where `{{` and `[[` end.
pub(super) struct Pairs {
    ends: HashMap<usize, usize>,
}

impl Pairs {
    /// Matches all pairs in one pass. An end closes the nearest beginning of its kind; what was
    /// opened within and not closed is text.
    pub(super) fn new(file: &str) -> Self {
        let bytes = file.as_bytes();
        let mut ends = HashMap::new();
        let mut open: Vec<(u8, usize)> = Vec::new();
        let mut counts = [0_usize; 2];
        let place = |sign: u8| usize::from(sign == b'[');
        let mut at = 0;
        while at + 1 < bytes.len() {
            let sign = bytes[at];
            if bytes[at + 1] != sign {
                at += 1;
                continue;
            }
            match sign {
                b'{' | b'[' => {
                    open.push((sign, at));
                    counts[place(sign)] += 1;
                    at += 2;
                }
                b'}' | b']' => {
                    let wanted = if sign == b'}' { b'{' } else { b'[' };
                    if counts[place(wanted)] == 0 {
                        at += 1;
                        continue;
                    }
                    while let Some((own, start)) = open.pop() {
                        counts[place(own)] -= 1;
                        if own == wanted {
                            ends.insert(start, at + 2);
                            break;
                        }
                    }
                    at += 2;
                }
                // Where a comment begins or a paragraph ends, a link cannot go on; but a template can.
                _ => at += 1,
            }
        }
        Self { ends }
    }

    /// Behind the last byte of the pair that begins here.
    pub(super) fn end(&self, at: usize) -> Option<usize> {
        self.ends.get(&at).copied()
    }
}
