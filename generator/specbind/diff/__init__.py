"""Two revisions of an API compared: what changed, what breaks on the wire, what breaks in Python."""
