"""Every screen and message of the bot on one page, drawn by the playground's own drawers."""
