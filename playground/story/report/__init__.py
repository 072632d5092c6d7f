"""What is told of a story that was played: chapters on the terminal, a file for each person."""
