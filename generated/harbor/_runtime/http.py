"""The one place that imports httpx: a switch to a fork with the same names is one line."""

import httpx as httpx
