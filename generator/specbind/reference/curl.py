"""curl examples as the requests they make: what they send is evidence of base URL, credentials, headers and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

from specbind.reference.shell import Command, Word, commands


@dataclass(frozen=True, slots=True)
class CurlHeader:
    """A header. `variables` are the environment variables in its value: `$API_KEY` gives `API_KEY`."""

    name: str
    value: str
    line: int
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryPair:
    """One `name=value` of the query, percent-decoded."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a multipart body; `value` is a path where it `is_file` (`-F 'file=@photo.png;type=image/png'`)."""

    name: str
    value: str
    is_file: bool
    line: int
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Curl:
    """The request that a curl command makes. Lines count from 1 in the example.

    `url` has no query; `variables` are those of the URL, in order. `data` is the text of the body as written,
    `data_line` its line, and `data_file` the path where the body is a file (`-d @body.json`). `content_type` is what is
    sent: the header, else what the options imply, where a body that starts like JSON counts as JSON. `user` is the
    argument of `-u`, `output` that of `-o`. `complete` is false where a quote is never closed.
    """

    method: str
    url: str
    line: int
    variables: tuple[str, ...] = ()
    headers: tuple[CurlHeader, ...] = ()
    query: tuple[QueryPair, ...] = ()
    form: tuple[FormPart, ...] = ()
    data: str | None = None
    data_line: int = 1
    data_file: str | None = None
    content_type: str | None = None
    user: str | None = None
    output: str | None = None
    complete: bool = True

    def header(self, name: str) -> CurlHeader | None:
        """The header of that name, in any case."""
        wanted = name.lower()
        return next((header for header in self.headers if header.name.lower() == wanted), None)


LONG = {
    "request": "X",
    "header": "H",
    "data": "d",
    "data-ascii": "d",
    "data-binary": "d",
    "data-raw": "raw",
    "data-urlencode": "urlencode",
    "json": "json",
    "form": "F",
    "form-string": "string",
    "url": "url",
    "get": "G",
    "head": "I",
    "output": "o",
    "upload-file": "T",
    "user": "u",
    "user-agent": "A",
    "referer": "e",
    "cookie": "b",
    "oauth2-bearer": "bearer",
}
"""Long options by the letter, or the word, that means the same here."""

WITH_VALUE = frozenset("XHdFouTAebmwxKEcrCyYtzDPQU") | {
    *("raw", "urlencode", "json", "string", "url", "bearer", "max-time", "connect-timeout", "retry", "retry-delay"),
    *("retry-max-time", "cacert", "capath", "cert", "cert-type", "key", "key-type", "pass", "proxy", "proxy-user"),
    *("resolve", "connect-to", "write-out", "dump-header", "cookie-jar", "max-redirs", "limit-rate", "interface"),
    *("range", "config", "ciphers", "tls-max", "proto", "aws-sigv4", "unix-socket", "max-filesize", "stderr"),
}
"""Options that take the next word (curl(1))."""

VALUE_HEADERS = {"A": "User-Agent", "e": "Referer", "b": "Cookie"}
JSON_START = re.compile(r"\s*[\[{]")
PLACEHOLDER = re.compile(r"\\\{[^{}]*\\\}")


def read_curls(text: str) -> tuple[Curl, ...]:
    """Every curl command of a shell example that names a URL. Text that is no shell at all gives nothing."""
    if "curl" not in text:
        return ()
    return tuple(found for command in commands(text) if (found := _read(command)) is not None)


def base_url(url: str, path: str) -> str | None:
    """What is left of a URL in front of a path template, or None where it does not end in that path.

    Placeholders stand for one segment: `https://api.example.com/v1/pets/$PET` before `/pets/{pet_id}` is
    `https://api.example.com/v1`.
    """
    pattern = PLACEHOLDER.sub(r"[^/]+", re.escape(path.rstrip("/")))
    match = re.search(rf"^(.*?){pattern}/?$", url)
    return match[1] if match is not None and match[1] else None


def _read(command: Command) -> Curl | None:
    """The request of a command, whatever stands before its `curl` (a prompt, variables, `sudo`)."""
    start = next((index for index, word in enumerate(command.words) if word.text in ("curl", "curl.exe")), None)
    if start is None:
        return None
    request = _Request(command)
    for option, word in _options(command.words[start + 1 :]):
        request.take(option, word)
    return request.finish(command.words[start].line)


def _options(words: tuple[Word, ...]) -> Iterator[tuple[str, Word]]:
    """The options and their values; words that belong to no option are URLs, and flags have their own word."""
    rest = iter(words)
    for word in rest:
        text = word.text
        if text.startswith("--") and len(text) > 2:
            name, equals, value = text[2:].partition("=")
            option = LONG.get(name, name)
            if option in WITH_VALUE:
                yield option, (Word(value, word.line, word.variables) if equals else next(rest, Word("", word.line)))
            else:
                yield option, word
        elif text.startswith("-") and len(text) > 1:
            yield from _letters(word, rest)
        else:
            yield "url", word


def _letters(word: Word, rest: Iterator[Word]) -> Iterator[tuple[str, Word]]:
    """`-sSL`, `-XPOST`, `-sX POST`: letters without value, then at most one with."""
    for index, letter in enumerate(word.text[1:], start=2):
        if letter not in WITH_VALUE:
            yield letter, word
            continue
        value = word.text[index:]
        yield letter, (Word(value, word.line, word.variables) if value else next(rest, Word("", word.line)))
        return


class _Request:
    """What the options have said so far."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._method: str | None = None
        self._url: Word | None = None
        self._headers: list[CurlHeader] = []
        self._query: list[QueryPair] = []
        self._form: list[FormPart] = []
        self._data: list[Word] = []
        self._file: str | None = None
        self._implied: str | None = None
        self._user: str | None = None
        self._output: str | None = None
        self._flags: set[str] = set()

    def take(self, option: str, word: Word) -> None:
        """Take one option with its value, or one flag."""
        match option:
            case "url":
                self._url = self._url or word
            case "X":
                self._method = word.text.upper()
            case "H":
                self._header(word)
            case "d" | "raw" | "urlencode" | "json":
                self._body(option, word)
            case "F" | "string":
                self._form.append(_part(option, word))
            case "T":
                self._file = word.text
                self._flags.add(option)
            case "u":
                self._user = word.text
            case "o":
                self._output = word.text
            case "bearer":
                self._headers.append(CurlHeader("Authorization", f"Bearer {word.text}", word.line, word.variables))
            case "A" | "e" | "b":
                self._headers.append(CurlHeader(VALUE_HEADERS[option], word.text, word.line, word.variables))
            case _:
                self._flags.add(option)

    def _header(self, word: Word) -> None:
        name, colon, value = word.text.partition(":")
        if colon and name.strip():
            self._headers.append(CurlHeader(name.strip(), value.strip(), word.line, word.variables))

    def _body(self, option: str, word: Word) -> None:
        if option == "json":
            self._implied = "application/json"
        if option in ("d", "json") and word.text.startswith("@"):
            document = self._command.document
            if word.text == "@-" and document is not None:
                self._data.append(Word(document, word.line))
            else:
                self._file = word.text[1:]
        else:
            self._data.append(word)

    def finish(self, line: int) -> Curl | None:
        """The request, or None where no URL was given."""
        if self._url is None:
            return None
        url, _, query = self._url.text.partition("#")[0].partition("?")
        self._query.extend(_pairs(query, self._url.line))
        data = "&".join(word.text for word in self._data) if self._data else None
        if "G" in self._flags:
            self._query.extend(pair for word in self._data for pair in _pairs(word.text, word.line))
            data = None
        return Curl(
            self._method or self._implied_method(data),
            url,
            line,
            tuple(name for name in self._url.variables if f"${name}" in url or f"${{{name}" in url),
            tuple(self._headers),
            tuple(self._query),
            tuple(self._form),
            data,
            self._data[0].line if self._data else line,
            self._file,
            self._content_type(data),
            self._user,
            self._output,
            self._command.complete,
        )

    def _implied_method(self, data: str | None) -> str:
        if "I" in self._flags:
            return "HEAD"
        if "T" in self._flags:
            return "PUT"
        return "POST" if data is not None or self._form or self._file is not None else "GET"

    def _content_type(self, data: str | None) -> str | None:
        """The media type that is sent, lower case and without parameters."""
        stated = next((header.value for header in self._headers if header.name.lower() == "content-type"), None)
        if stated:
            return stated.partition(";")[0].strip().lower()
        if self._form:
            return "multipart/form-data"
        if data is not None and JSON_START.match(data):
            return "application/json"
        return self._implied or ("application/x-www-form-urlencoded" if data is not None else None)


def _pairs(query: str, line: int) -> Iterator[QueryPair]:
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name.strip():
            yield QueryPair(unquote_plus(name.strip()), unquote_plus(value), line)


def _part(option: str, word: Word) -> FormPart:
    """A part of `-F name=value`, `-F name=@path;type=media/type` or `--form-string name=value`."""
    name, _, value = word.text.partition("=")
    if option == "string" or not value.startswith(("@", "<")):
        return FormPart(name, value, False, word.line)
    path, *extra = value[1:].split(";")
    media_type = next((each.partition("=")[2] for each in extra if each.strip().startswith("type=")), None)
    return FormPart(name, path.strip('"'), value.startswith("@"), word.line, media_type)
