"""Packages of models alone, in other styles than that of clients: shapes for teams that want no client."""
