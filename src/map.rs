//! Maps for what is looked up for every claim: faster than the standard ones, and strangers cannot foresee
//! their hashes either. The order of what is in them is never told to anybody.

/// A map with hashes of its own seed.
pub(crate) type Map<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;
