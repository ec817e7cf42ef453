//! Parses the arguments, runs, sets the exit status. Nothing else.

fn main() {}
