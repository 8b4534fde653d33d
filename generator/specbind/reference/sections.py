"""What the sections of an operation are for: told by the words of their headings, else by their place and content.

Headings may be translated while code never is, so the words are those of a dozen languages, and a section whose heading
is in another language is recognised by what it holds.
"""

from __future__ import annotations

import enum
import re
from typing import Final

from specbind.reference.heads import FieldHead
from specbind.reference.members import Member


class Kind(enum.Enum):
    """The sections of an operation."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    RETURNS = "returns"
    EXAMPLE = "example"
    RESPONSE = "response"


_WORDS: Final = (
    (Kind.COOKIE, "cookie|куки"),
    (
        Kind.HEADER,
        "header|en-?t[êe]te|encabezad|cabecera|cabe[çc]alho|intestazion|kopfzeile|заголов|标头|标题参数|请求头|头部"
        "|標頭|ヘッダ|헤더|nagłów|başlık",
    ),
    (
        Kind.PATH,
        r"path|pfad|chemin|ruta\b|caminho|percorso|пут[ьи]|路径|路徑|パス|경로|ścieżk|\byol\b|jalur",
    ),
    (
        Kind.BODY,
        "body|corps|cuerpo|corpo|rumpf|textkörper|тел[ао]|请求体|請求主體|正文|主体|主體|本文|ボディ|본문|treś|gövde"
        "|badan|isi ",
    ),
    (
        Kind.QUERY,
        "query|requ[êe]te|consulta|abfrage|interrogazion|запрос|查询|查詢|クエリ|쿼리|zapytan|sorgu|kueri",
    ),
    (
        Kind.EXAMPLE,
        "example|beispiel|exemple|ejemplo|exemplo|esempio|пример|示例|范例|範例|例|예시|예제|przykład|örnek|contoh",
    ),
    (
        Kind.RETURNS,
        "return|rückgabe|renvo|retour|devuelve|devoluc|retorn|restitui|valore di ritorno|возвра"
        "|返回|回傳|传回|戻り|返り|반환"
        "|zwraca|döndür|mengembalikan|kembal",
    ),
    (
        Kind.RESPONSE,
        "response|antwort|réponse|respuesta|resposta|risposta|ответ|响应|回應|レスポンス|応答|응답|odpowied|yanıt"
        "|respons",
    ),
)
_PATTERNS: Final = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS)
_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


def named_kind(heading: str) -> Kind | None:
    """What a heading says that its section is."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(heading)), None)


def guessed_kind(
    members: tuple[Member, ...], method: str, path: str, known: frozenset[Kind], last: bool
) -> Kind | None:
    """What a section must be, by its members, those before it, and whether no more members follow."""
    if not members:
        return None
    names = [member.head.name for member in members if isinstance(member.head, FieldHead)]
    if len(names) < len(members):
        return Kind.RETURNS
    placeholders = set(_PLACEHOLDER.findall(path))
    if Kind.PATH not in known and placeholders and placeholders.issuperset(names):
        return Kind.PATH
    if all("-" in name for name in names):
        return Kind.HEADER
    if last or Kind.BODY in known:
        return Kind.RETURNS
    sends = method not in ("get", "head", "delete", "options")
    return Kind.BODY if sends or Kind.QUERY in known else Kind.QUERY
