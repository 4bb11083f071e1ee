//! Squash.
