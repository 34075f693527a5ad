"""The command line: what each command does at a terminal."""
