"""Listeners parse, call one use case, and answer; `register` joins them to Bolt."""
