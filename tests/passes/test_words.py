"""Words: taking names apart and English singulars."""

from __future__ import annotations

import pytest
from specbind.passes.words import plural_name, singular, split
from specbind.python import words as spellings

PAIRS = """
projects:project statuses:status status:status addresses:address address:address data:data series:series boxes:box
policies:policy responses:response databases:database classes:class indices:index matches:match caches:cache
sizes:size people:person children:child news:news analyses:analysis aliases:alias branches:branch keys:key ids:id
movies:movie bus:bus timeseries:timeseries
"""


@pytest.mark.parametrize(("many", "one"), [pair.split(":") for pair in PAIRS.split()])
def test_singulars(many: str, one: str) -> None:
    assert singular(many) == one


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("listHTTPRoutes", ("list", "http", "routes")),
        ("list-http_routes", ("list", "http", "routes")),
        ("projectsV2", ("projects", "v2")),
        ("reservedIPv6", ("reserved", "ipv6")),
        ("node.k8s.io", ("node", "k8s", "io")),
        ("api_key.created", ("api", "key", "created")),
        ("größe", ("größe",)),
        ("größeKlein", ("größe", "klein")),
        ("v1beta2", ("v1beta2",)),
        ("image_27x27", ("image", "27x27")),
        ("K8sCluster", ("k8s", "cluster")),
        ("P2pConfig", ("p2p", "config")),
        ("getHTTPCode_v2", ("get", "http", "code", "v2")),
        ("OAuth2Token", ("oauth2", "token")),
        ("APIsByID", ("apis", "by", "id")),
        ("2FA", ("2", "fa")),
        ("\ufb01leName", ("file", "name")),
        ("$", ()),
    ],
)
def test_splitting(name: str, words: tuple[str, ...]) -> None:
    assert split(name) == words


@pytest.mark.parametrize("name", ["getHTTPCode_v2", "K8sCluster", "v1p1beta1", "c2pa", "größeKlein", "27x27", "A1b2"])
def test_classes_and_arguments_are_made_of_the_same_words(name: str) -> None:
    assert spellings.snake(name).removeprefix("n_") == "_".join(split(name))
    assert tuple(word.lower() for word in spellings.words(name)) == split(name)


def test_a_name_is_plural_by_its_last_word() -> None:
    assert plural_name("api_keys")
    assert not plural_name("keys_status")
