"""Time as people live it: the zones and their holidays."""
