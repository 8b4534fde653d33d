"""What each key of the configuration is for, in a sentence: what the schema says of it. `*` is a name of the user's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_API: Final = {
    "spec": "The description: an OpenAPI document, or a page or a folder of reference docs.",
    "root": "The folder that references to files may lead to; the folder of the description unless set.",
    "package": "The import name of the package, dotted if you like; the name of the API unless set.",
    "client": "The client class; the last part of the package in PascalCase unless set.",
    "out": "The folder that packages go to.",
    "base_url": "Where calls go; the first server of the description unless set.",
    "base_url_env": "The environment variable that replaces the base URL; <PACKAGE>_BASE_URL unless set.",
    "prefix": 'Resources that stand before all others: "admin" gives `client.admin.projects`.',
    "array_style": "How arrays of the query are sent; as the description says unless set.",
    "accept": "Codes of warnings and notes that are known and not shown.",
    "tests": "Whether tests of the package are written.",
    "overlays": "Overlays that correct the description, in their order.",
    "normalised": "The file in which the description is kept as one OpenAPI 3.1 document.",
    "templates": "A folder of templates of your own, which override blocks of those that come with specbind.",
    "include": "The operations that the package offers; all unless set.",
    "exclude": "The operations that the package does not offer.",
    "resources": "Path prefixes, and the dotted resources that they are.",
    "methods": "Operations, and the dotted methods that they are.",
    "names": "Declared types, and the names of their classes.",
    "credentials": "Security schemes, and how they reach the client.",
    "credentials.*.argument": "The constructor argument of a credential.",
    "credentials.*.env": "The environment variable of a credential, or both: user and password, id and secret.",
    "pagination": "Operations whose lists do not tell how they go on.",
    "pagination.*.kind": "How the list goes on.",
    "pagination.*.items": "Where the items are; the body is the list unless set.",
    "pagination.*.more": "Where the boolean is that says whether there is more.",
    "pagination.*.cursor_parameter": "The parameter that takes the cursor.",
    "pagination.*.cursor": "Where the cursor is in the body.",
    "pagination.*.item": "The member of the last item that is the cursor.",
    "pagination.*.page_parameter": "The parameter that takes the number of the page.",
    "pagination.*.first_page": "The number of the first page; 1 unless set.",
    "pagination.*.total_pages": "Where the count of pages is.",
    "pagination.*.offset_parameter": "The parameter that takes the offset.",
    "pagination.*.limit_parameter": "The parameter that takes the size of a page.",
    "pagination.*.total": "Where the count of items is.",
    "pagination.*.url": "Where the URL of the next page is.",
    "review": "What reviews of this API make of their findings; its own keys go before those of all APIs.",
}

_REVIEW: Final = {
    "fail_on": 'What makes a review fail: "none", or scopes and the mildest verdict that does.',
    "severity": "Rules of reviews, and the verdicts that their findings get.",
    "severity.*.wire": "The verdict on what travels.",
    "severity.*.python": "The verdict on code that uses the package.",
    "deprecation": "What is asked of whoever removes something.",
    "deprecation.notice_days": "How many days ahead a deprecation has to say the day it ends.",
    "ignore": "Findings that are accepted; all patterns of an entry have to match.",
    "ignore.reason": "Why a finding is accepted.",
    "ignore.rule": "The id of a rule.",
    "ignore.operation": "An operation, such as `GET /pets/{pet_id}`.",
    "ignore.path": "A pattern for paths: `*` is one step, `**` any number.",
    "ignore.component": "A pattern for the name of a declared type.",
    "ignore.fingerprint": "One finding, by what reports call its fingerprint.",
    "ignore.until": "The last day on which the entry holds; for ever unless set.",
}

ABOUT: Final[Mapping[str, str]] = {
    "apis": "The APIs, by their names.",
    "review": "What reviews make of their findings, for all APIs.",
    **{f"apis.*.{key}": about for key, about in _API.items()},
    **{f"apis.*.review.{key}": about for key, about in _REVIEW.items()},
    **{f"review.{key}": about for key, about in _REVIEW.items()},
}
