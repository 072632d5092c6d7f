"""Time as people live it: their clocks, their holidays, the hours and days on which they work.

Moments are aware datetimes and come back in UTC; days are dates of the zone that the function
names; minutes count from local midnight. Every edge of a day is computed in local wall time and
then converted, never by adding 24 hours to a moment: where the clock jumps, a wall time that does
not exist is the instant of the jump, and one that exists twice is its first occurrence.
"""
