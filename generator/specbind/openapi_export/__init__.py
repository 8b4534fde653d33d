"""An `Api` as an OpenAPI 3.1 document."""
