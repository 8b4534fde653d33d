"""The front end for reference pages: Markdown to an `Api`."""
