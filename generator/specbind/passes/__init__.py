"""The passes: each takes an API and gives an API, and `run` composes them."""
