"""Types that a description writes out in several places."""

from __future__ import annotations

from specbind.diff.finding import Finding, Where
from specbind.diff.repeated import gathered

from tests.review.findings import finding


def of_operation(**changed: object) -> Finding:
    where = Where(None, "GET /pets", ("200", "data[]", "kind"))
    return finding(f"{where}: more", where=where, old="A or B", new="A or B or C", operations=("GET /pets",), **changed)


def of_type(name: str, *path: str, **changed: object) -> Finding:
    where = Where(name, None, path)
    values = {"where": where, "old": "A or B", "new": "A or B or C", "operations": (), **changed}
    return finding(f"{where}: more", **values)


def test_a_type_that_no_operation_names_is_a_copy_of_what_operations_have() -> None:
    copies = [of_type("PetList", "data[]", "kind"), of_type("Pet", "kind")]
    (found,) = gathered([copies[0], of_operation(), copies[1]])
    assert found.where == of_operation().where
    assert found.also == (copies[0].where, copies[1].where)


def test_what_is_not_the_same_edit_stays_a_finding_of_its_own() -> None:
    others = [
        of_type("Pet", "kind", operations=("GET /shops",)),
        of_type("Pet", "size"),
        of_type("Pet", "kind", new="A or B or D"),
        of_type("Pet", "kind", subject="D"),
        of_type("Pet"),
    ]
    everything = [of_operation(), *others]
    assert gathered(everything) == everything
    assert gathered(others) == others
