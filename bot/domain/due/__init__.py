"""When things are due, a module a chapter. All lengths of time: docs/programme.md, Timings."""
