"""The command line: options and terminal output of each command."""
