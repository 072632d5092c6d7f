"""The pictures of the README and the guides, taken from the tour."""
