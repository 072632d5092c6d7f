"""`python -m bot`."""

from bot.operations.cli import main

main()
