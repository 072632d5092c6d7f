"""The privacy notice that people read before they join."""

NOTICE = 3
"""Its version: it rises with what the notice promises (2 names the worksheet, the question
whether a match is good, and the newcomers' track; 3 concerns), by a migration where a programme
runs already. Who has read an older one reads it anew before what is new is asked; the window of a
concern says itself what is kept of one."""
