"""Decision files of one deployment import each other, and a version keeps what it was deployed with."""

from __future__ import annotations

from engine.deployment.bundle import DeployFile, read_bundle
from engine.execution.tables import DEFINITION
from tests.engine.bpmn import kit
from tests.engine.decisions import models as dmn
from tests.support.models import process, task

BPMN = process(kit.rule("x", "Price", "r") + task("z"), "s>x x>z z>e")


def library(rate: str) -> bytes:
    """Knowledge alone: nothing in it could be called by a process."""
    return dmn.model(dmn.knowledge("taxed", {"n": "number"}, dmn.literal(f"n * {rate}")), namespace="lib")


PRICE = dmn.model(
    dmn.imports("lib", "lib"), dmn.decision("Price", dmn.literal("lib.taxed(100)"), "knowledge:lib#taxed")
)
TAX = ("rules/price.dmn", PRICE)


def deployed(company, rate: str, *more: tuple[str, bytes]) -> list[tuple[str, int]]:
    report = company.deploy(*more, ("rules/lib.dmn", library(rate)), TAX)
    return sorted((one["id"], one["version"]) for one in report["versions"])


def test_a_process_decides_by_a_file_that_imports_another(company):
    assert deployed(company, "1.13", ("P/p.bpmn", BPMN)) == [("P", 1), ("Price", 1)]
    company.restart()

    assert company.variables(company.start())["r"] == 113


def test_a_changed_import_makes_a_new_version_and_the_old_one_keeps_its_own(company):
    deployed(company, "1.13", ("P/p.bpmn", BPMN))
    assert deployed(company, "1.13") == []
    assert deployed(company, "1.06") == [("Price", 2)]
    company.restart()

    assert company.variables(company.start())["r"] == 106
    first = company.rows(DEFINITION, kind="decision", version=1)[0]["key"]
    with company.engine.read() as reader:
        found = company.engine.services.definitions.decision(reader.connection, first)
    assert found.version == 1


def test_an_import_that_is_missing_is_named_and_a_library_that_nobody_imports_is_none():
    alone = read_bundle([DeployFile(*TAX)])
    unused = read_bundle([DeployFile("rules/lib.dmn", library("1.13"))])

    assert [(one.code, one.file) for one in alone.errors] == [("import_missing", "rules/price.dmn")]
    assert [one.code for one in unused.errors] == ["no_decision"]


def test_a_fault_of_an_imported_file_is_told_once_at_that_file():
    bad = library("1.13 +")
    bundle = read_bundle([DeployFile("rules/lib.dmn", bad), DeployFile(*TAX)])

    assert {one.file for one in bundle.errors} == {"rules/lib.dmn"}
    assert all(bundle.errors.count(one) == 1 for one in bundle.errors)


def test_files_that_import_each_other_in_a_circle_are_refused():
    one = dmn.model(dmn.imports("b", "b"), dmn.decision("A", dmn.literal("1")), namespace="a")
    two = dmn.model(dmn.imports("a", "a"), dmn.decision("B", dmn.literal("2")), namespace="b")
    bundle = read_bundle([DeployFile("rules/a.dmn", one), DeployFile("rules/b.dmn", two)])

    assert bundle.errors
    assert {problem.code for problem in bundle.errors} == {"import_cycle"}
