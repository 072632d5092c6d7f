"""From answers to figures: what one person contributes, and what may be shown of a group."""
