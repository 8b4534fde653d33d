"""Typed Python bindings from OpenAPI documents, kept true as the API changes."""

__version__ = "0.1.0"
