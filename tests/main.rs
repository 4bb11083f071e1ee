//! All tests that go through public functions, in one binary.

mod base;
mod config;
mod project;
mod sources;
mod support_git;
