"""curl examples as requests: quoting, options, variables, bodies; nothing is run and nothing raises."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specbind.reference.curl import Curl, CurlHeader, FormPart, QueryPair, base_url, read_curls
from specbind.reference.shell import Word, commands


def one(text: str) -> Curl:
    """The only request of an example."""
    (found,) = read_curls(text)
    return found


def test_a_get_with_a_header_over_two_lines() -> None:
    found = one('curl https://api.example.com/v1/boats/$BOAT_ID \\\n    -H "Authorization: Bearer $HARBOR_KEY"\n')
    assert (found.method, found.url, found.line) == ("GET", "https://api.example.com/v1/boats/$BOAT_ID", 1)
    assert found.variables == ("BOAT_ID",)
    assert found.headers == (CurlHeader("Authorization", "Bearer $HARBOR_KEY", 2, ("HARBOR_KEY",)),)
    assert found.complete
    assert (found.query, found.form, found.data, found.content_type) == ((), (), None, None)


def test_a_query_without_quotes_is_read_whole_although_a_shell_would_cut_it() -> None:
    found = one("curl https://api.example.com/boats?after=boat_1&limit=20 \\\n  -H 'X-Key: k'")
    assert found.url == "https://api.example.com/boats"
    assert found.query == (QueryPair("after", "boat_1", 1), QueryPair("limit", "20", 1))
    assert [header.name for header in found.headers] == ["X-Key"]


def test_a_query_in_quotes_is_decoded() -> None:
    found = one('curl "https://api.example.com/boats?group_by[]=a%20b&names%5B%5D=x&flag#part"')
    assert found.query == (QueryPair("group_by[]", "a b", 1), QueryPair("names[]", "x", 1), QueryPair("flag", "", 1))


def test_a_json_body_over_several_lines_is_kept_as_written() -> None:
    found = one(
        "curl https://api.example.com/boats \\\n  -H 'Content-Type: application/json' \\\n  -d '{\n  \"a\": 1\n}'"
    )
    assert (found.method, found.data, found.content_type) == ("POST", '{\n  "a": 1\n}', "application/json")


@pytest.mark.parametrize("option", ["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"])
def test_every_option_for_data_gives_the_body_and_makes_it_a_post(option: str) -> None:
    found = one(f"""curl {option} '{{"a": 1}}' https://api.example.com/boats""")
    assert (found.method, found.data, found.content_type) == ("POST", '{"a": 1}', "application/json")


def test_data_that_is_no_json_is_a_form() -> None:
    found = one("curl https://api.example.com/token -d grant=code -d 'code=a&b=c'")
    assert (found.data, found.content_type) == ("grant=code&code=a&b=c", "application/x-www-form-urlencoded")


def test_the_header_decides_the_content_type_without_its_parameters() -> None:
    found = one("curl https://api.example.com -d '{}' -H 'content-type: Application/Merge-Patch+JSON; charset=utf-8'")
    assert found.content_type == "application/merge-patch+json"


def test_data_of_a_get_is_the_query() -> None:
    found = one("curl -G https://api.example.com/boats --data-urlencode 'name=a b' -d limit=2")
    assert (found.method, found.data) == ("GET", None)
    assert found.query == (QueryPair("name", "a b", 1), QueryPair("limit", "2", 1))


def test_parts_of_a_multipart_body() -> None:
    found = one(
        "curl https://api.example.com/files -F purpose=plan -F 'file=@/path/plan.pdf;type=application/pdf' \\\n"
        '  --form "text=<notes.txt" --form-string raw=@home'
    )
    assert (found.method, found.content_type) == ("POST", "multipart/form-data")
    assert found.form == (
        FormPart("purpose", "plan", False, 1),
        FormPart("file", "/path/plan.pdf", True, 1, "application/pdf"),
        FormPart("text", "notes.txt", False, 2),
        FormPart("raw", "@home", False, 2),
    )


@pytest.mark.parametrize(
    ("options", "method"),
    [
        ("-X DELETE", "DELETE"),
        ("-XPATCH", "PATCH"),
        ("--request put", "PUT"),
        ("--request=PUT", "PUT"),
        ("-sSL -X DELETE", "DELETE"),
        ("-sX DELETE", "DELETE"),
        ("-I", "HEAD"),
        ("--head", "HEAD"),
        ("-T plan.pdf", "PUT"),
        ("-d @body.json", "POST"),
        ("-X GET -d a=b", "GET"),
        ("--max-time 600 --compressed -o out.json", "GET"),
    ],
)
def test_the_method_is_the_stated_one_or_the_one_implied(options: str, method: str) -> None:
    found = one(f"curl {options} --url https://api.example.com/x")
    assert (found.method, found.url) == (method, "https://api.example.com/x")


def test_files_the_user_and_the_output_are_kept() -> None:
    found = one("curl -u $KEY: -o plan.pdf --data-binary @in.json https://api.example.com/x")
    assert (found.user, found.output, found.data_file, found.data) == ("$KEY:", "plan.pdf", "in.json", None)


def test_a_here_document_is_the_body() -> None:
    found = one('curl https://api.example.com/x -d @- <<\'EOF\'\n{\n  "a": "$X"\n}\nEOF\n')
    assert (found.data, found.data_file) == ('{\n  "a": "$X"\n}\n', None)


@pytest.mark.parametrize(
    ("value", "variables"),
    [
        ('"Bearer $KEY"', ("KEY",)),
        ('"Bearer ${KEY}"', ("KEY",)),
        ("'Bearer '$KEY", ("KEY",)),
        ("'Bearer $KEY'", ("KEY",)),
        ('"$USER_ID:${KEY:-none}"', ("USER_ID", "KEY")),
        ('"Bearer sk-fake"', ()),
    ],
)
def test_variables_are_found_in_every_kind_of_quotes(value: str, variables: tuple[str, ...]) -> None:
    (header,) = one(f"curl https://api.example.com -H Authorization:{value}").headers
    assert header.variables == variables


def test_comments_prompts_and_other_commands_are_passed_over() -> None:
    text = "# list them\nexport KEY=fake\n$ curl https://api.example.com/a | jq .  # pretty\nKEY=x curl https://api.example.com/b"
    assert [(found.url, found.line) for found in read_curls(text)] == [
        ("https://api.example.com/a", 3),
        ("https://api.example.com/b", 4),
    ]


def test_a_blank_after_the_backslash_still_continues_the_line() -> None:
    assert one("curl https://api.example.com/x \\ \n  -H 'A: b'").header("a") == CurlHeader("A", "b", 2)


def test_a_quote_that_is_never_closed_is_said() -> None:
    found = one('curl https://api.example.com/x -d \'{"a": 1')
    assert (found.complete, found.data) == (False, '{"a": 1')


@pytest.mark.parametrize("text", ["", "GET /boats", "curl", "curl -H", "import requests", "curl \\", "curl -X"])
def test_what_makes_no_request_gives_nothing(text: str) -> None:
    assert read_curls(text) == ()


@pytest.mark.parametrize(
    ("url", "path", "base"),
    [
        ("https://api.example.com/v1/boats/$BOAT", "/boats/{boat_id}", "https://api.example.com/v1"),
        ("https://api.example.com/boats/boat_1/", "/boats/{boat_id}", "https://api.example.com"),
        ("https://api.example.com/v1/boats", "/v1/boats", "https://api.example.com"),
        ("https://api.example.com/boats/1/crew", "/boats/{boat_id}", None),
        ("https://api.example.com/v1/boats/1:sell", "/boats/{id}:sell", "https://api.example.com/v1"),
    ],
)
def test_the_base_url_is_what_stands_before_the_path(url: str, path: str, base: str | None) -> None:
    assert base_url(url, path) == base


def test_words_know_their_lines() -> None:
    (command,) = commands("a 'b\nc' \\\n d\"e\"")
    assert command.words == (Word("a", 1), Word("b\nc", 1), Word("de", 3))


@given(st.text(alphabet="curl -XHdF'\"\\\n$&;|<>{}@=:#éa1", max_size=80))
def test_no_text_raises(text: str) -> None:
    for found in read_curls("curl " + text):
        assert found.method
        assert 1 <= found.line <= text.count("\n") + 1


@pytest.mark.parametrize("piece", ["'", '"', "\\", "$", "<<", "-d ", "curl ", "\\ "])
def test_long_nonsense_is_read_in_linear_time(piece: str) -> None:
    start = time.process_time()
    read_curls("curl " + piece * 50_000)
    assert time.process_time() - start < 2
