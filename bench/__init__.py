"""What speed and size are claimed, and the command that shows it: `make bench`."""
