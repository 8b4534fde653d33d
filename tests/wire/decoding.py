"""Texts of a request back to values: RFC 6570 and OpenAPI's styles, read by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import unquote, unquote_plus

from tests.wire.document import Document, MediaSpec, ParameterSpec, Placed


class UndocumentedError(Exception):
    """A request that is not what the document describes."""


class Decoder:
    """Reads values of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def scalar(self, schema: Placed, text: str) -> Any:
        """The value a text stands for: a text if the schema allows one, else JSON's reading of it."""
        kinds = self._document.kinds(schema)
        if "string" in kinds or not kinds:
            return text
        if kinds & {"integer", "number", "boolean", "null"}:
            try:
                return json.loads(text)
            except ValueError:
                return text
        return text

    def _item(self, schema: Placed) -> Placed:
        for part in self._document.parts(schema):
            if "items" in part.value and part.value["items"] is not False:
                return Placed(part.value["items"], part.base)
            if "prefixItems" in part.value:
                return Placed(part.value["prefixItems"][0], part.base)
        return Placed(True, schema.base)

    def _member(self, schema: Placed, name: str) -> Placed:
        for part in self._document.parts(schema):
            if name in part.value.get("properties", {}):
                return Placed(part.value["properties"][name], part.base)
        return Placed(True, schema.base)

    def members(self, schema: Placed) -> set[str]:
        """The names an object may have."""
        return {name for part in self._document.parts(schema) for name in part.value.get("properties", {})}

    def array(self, schema: Placed, texts: Iterable[str]) -> list[Any]:
        """An array of texts."""
        item = self._item(schema)
        return [self.scalar(item, text) for text in texts]

    def object(self, schema: Placed, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """An object of pairs of texts."""
        return {name: self.scalar(self._member(schema, name), text) for name, text in pairs}

    def flat(self, schema: Placed, texts: list[str], exploded: bool) -> Any:
        """A value from texts that stood between delimiters, each still encoded."""
        kinds = self._document.kinds(schema)
        if "object" in kinds:
            if exploded:
                pairs = [(unquote(one.partition("=")[0]), unquote(one.partition("=")[2])) for one in texts]
            else:
                pairs = [(unquote(one), unquote(two)) for one, two in zip(texts[::2], texts[1::2], strict=True)]
            return self.object(schema, pairs)
        if "array" in kinds:
            return self.array(schema, map(unquote, texts))
        if len(texts) != 1:
            raise UndocumentedError(f"{len(texts)} values where one goes: {texts}")
        return self.scalar(schema, unquote(texts[0]))

    def path(self, parameter: ParameterSpec, text: str) -> Any:
        """The value of a path parameter."""
        schema, explode = parameter.schema, parameter.explode
        match parameter.style:
            case "simple":
                return self.flat(schema, self._split(schema, text, ","), explode)
            case "label":
                if not text.startswith("."):
                    raise UndocumentedError(f"a label without its dot: {text}")
                return self.flat(schema, self._split(schema, text[1:], "." if explode else ","), explode)
            case "matrix":
                pieces = text.removeprefix(";").split(";")
                if explode and "object" in self._document.kinds(schema):
                    return self.flat(schema, pieces, True)
                values = [piece.partition("=")[2] for piece in pieces]
                if any(unquote(piece.partition("=")[0]) != parameter.name for piece in pieces):
                    raise UndocumentedError(f"another name in {text}")
                return self.flat(schema, values if explode else self._split(schema, values[0], ","), explode)
            case style:
                raise UndocumentedError(f"no style {style} in a path")

    def _split(self, schema: Placed, text: str, joint: str) -> list[str]:
        return text.split(joint) if self._document.kinds(schema) & {"array", "object"} else [text]

    def query(self, parameters: list[ParameterSpec], text: str) -> dict[str, Any]:
        """All values of a query; a name that is not documented is an error."""
        left = [tuple(pair.partition("=")[::2]) for pair in text.split("&") if pair]
        found: dict[str, Any] = {}
        for parameter in sorted(parameters, key=lambda each: self._takes_names_of_its_own(each)):
            names = self._names(parameter, left)
            mine = [pair for pair in left if unquote_plus(pair[0]) in names]
            left = [pair for pair in left if pair not in mine]
            if mine:
                found[parameter.name] = self._query_value(parameter, mine)
        if left:
            raise UndocumentedError(f"query parameters that are not documented: {left}")
        return found

    def _takes_names_of_its_own(self, parameter: ParameterSpec) -> bool:
        """Whether an object's members stand in the query by themselves."""
        return parameter.style == "form" and parameter.explode and "object" in self._document.kinds(parameter.schema)

    def _names(self, parameter: ParameterSpec, pairs: list[tuple[str, ...]]) -> set[str]:
        if self._takes_names_of_its_own(parameter) and parameter.media_type is None:
            return self.members(parameter.schema)
        if parameter.style in ("deepObject", "brackets") and parameter.media_type is None:
            stem = parameter.name.removesuffix("[]") + "["
            return {unquote_plus(pair[0]) for pair in pairs if unquote_plus(pair[0]).startswith(stem)}
        return {parameter.name}

    def _query_value(self, parameter: ParameterSpec, pairs: list[tuple[str, ...]]) -> Any:
        schema = parameter.schema
        kinds = self._document.kinds(schema)
        if parameter.media_type is not None:
            return json.loads(unquote_plus(pairs[0][1]))
        names = [unquote_plus(name) for name, _ in pairs]
        if parameter.style in ("deepObject", "brackets"):
            if all(name.endswith("[]") for name in names):
                return self.array(schema, [unquote_plus(text) for _, text in pairs])
            inner = [re.fullmatch(r"[^\[]*\[([^\]]+)\]", name) for name in names]
            if not all(inner):
                raise UndocumentedError(f"no nested names: {names}")
            return self.object(
                schema, [(found[1], unquote_plus(text)) for found, (_, text) in zip(inner, pairs, strict=True) if found]
            )
        if parameter.style == "form" and parameter.explode:
            if "object" in kinds:
                return self.object(schema, [(unquote_plus(name), unquote_plus(text)) for name, text in pairs])
            if "array" in kinds:
                return self.array(schema, [unquote_plus(text) for _, text in pairs])
        if len(pairs) != 1:
            raise UndocumentedError(f"{parameter.name} is given {len(pairs)} times")
        text = pairs[0][1]
        joints = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
        joint = joints[parameter.style]
        if kinds & {"array", "object"}:
            parts = re.split("%7C|\\|", text) if joint == "%7C" else text.split(joint)
            return self.flat(schema, [part.replace("+", "%20") for part in parts], False)
        return self.scalar(schema, unquote_plus(text))

    def header(self, parameter: ParameterSpec, text: str) -> Any:
        """The value of a header."""
        if self._document.kinds(parameter.schema) & {"array", "object"}:
            return self.flat(parameter.schema, [part.strip() for part in text.split(",")], parameter.explode)
        return self.scalar(parameter.schema, text)

    def body(self, content: MediaSpec, content_type: str, data: bytes) -> Any:
        """The value of a body; bytes and texts stay what they are."""
        essence = content.media_type.partition(";")[0]
        if essence.endswith(("/json", "+json")):
            return json.loads(data)
        if essence == "application/x-www-form-urlencoded":
            return self._form(content, data.decode())
        if essence.startswith("multipart/"):
            return self._multipart(content, content_type, data)
        return data.decode() if essence.startswith("text/") or essence.endswith("xml") else data

    def _form(self, content: MediaSpec, text: str) -> dict[str, Any]:
        assert content.schema is not None
        parameters = []
        for name in self.members(content.schema):
            said = content.encoding.get(name, {})
            style = said.get("style", "form")
            parameters.append(
                ParameterSpec(
                    name, "query", False, style, said.get("explode", style == "form"),
                    self._member(content.schema, name), None,
                )
            )  # fmt: skip
        return self.query(parameters, text)

    def _multipart(self, content: MediaSpec, content_type: str, data: bytes) -> dict[str, Any]:
        """Members of a multipart body; a file is `(file name, content type, bytes)`."""
        assert content.schema is not None
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + data)
        if message.defects or not message.is_multipart():
            raise UndocumentedError(f"a broken multipart body: {message.defects}")
        found: dict[str, list[Any]] = {}
        for part in message.iter_parts():  # type: ignore[attr-defined]
            name = part.get_param("name", header="content-disposition")
            if name not in self.members(content.schema):
                raise UndocumentedError(f"a part that is not documented: {name}")
            found.setdefault(name, []).append(self._part(content, name, part))
        return {
            name: values if self._is_array(content, name) else values[0]
            for name, values in found.items()
            if len(values) == 1 or self._is_array(content, name) or self._refuse(name)
        }

    def _is_array(self, content: MediaSpec, name: str) -> bool:
        assert content.schema is not None
        return "array" in self._document.kinds(self._member(content.schema, name))

    @staticmethod
    def _refuse(name: str) -> bool:
        raise UndocumentedError(f"two parts called {name}")

    def _part(self, content: MediaSpec, name: str, part: Message) -> Any:
        assert content.schema is not None
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        schema = self._member(content.schema, name)
        documented = content.encoding.get(name, {}).get("contentType")
        if documented and part.get_content_type() not in [one.strip() for one in documented.split(",")]:
            raise UndocumentedError(f"{name} is sent as {part.get_content_type()}, not as {documented}")
        filename = part.get_filename()
        if filename is not None:
            return (filename.replace("%22", '"'), part.get_content_type(), payload)
        if part.get_content_type() == "application/json":
            return json.loads(payload)
        item = self._item(schema) if self._is_array(content, name) else schema
        return self.scalar(item, payload.decode())


def path_pattern(path: str, parameters: Mapping[str, ParameterSpec]) -> re.Pattern[str]:
    """A regular expression with a numbered group for each placeholder."""
    made = ""
    for piece in re.split(r"(\{[^}]*\})", path):
        if not piece.startswith("{"):
            made += re.escape(piece)
            continue
        parameter = parameters[piece[1:-1]]
        if parameter.style == "matrix" and not parameter.explode:
            made += f"(;{re.escape(parameter.name)}=[^/;]*)"
        elif parameter.style == "matrix":
            made += "((?:;[^/;]*)+)"
        else:
            made += "([^/]+)"
    return re.compile(made)
