"""OpenAPI Overlay documents (versions 1.0 and 1.1), applied to the normalised document of an API."""
