"""Who fits whom: people as a round sees them, the hard rules of a pair, and its score."""
