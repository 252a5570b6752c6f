"""What this room offers; bootstrap and the seeds ask for it by this one name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.execution.handler import Handler
from engine.execution.ports import Operation, Register, Report
from engine.registers.agencies import operations as agency_operations
from engine.registers.agencies import queries as agency_queries
from engine.registers.bids import operations as bid_operations
from engine.registers.bids import queries as bid_queries
from engine.registers.certificates import operations as certificate_operations
from engine.registers.certificates import queries as certificate_queries
from engine.registers.customers import checks as customer_checks
from engine.registers.customers import queries as customer_queries
from engine.registers.deposit_followups import operations as followup_operations
from engine.registers.deposit_followups import queries as followup_queries
from engine.registers.deposits import operations as deposit_operations
from engine.registers.deposits import queries as deposit_queries
from engine.registers.deposits import reports as deposit_reports
from engine.registers.identities import operations as identity_operations
from engine.registers.identities import queries as identity_queries
from engine.registers.loans import add_loan
from engine.registers.loans import operations as loan_operations
from engine.registers.loans import queries as loan_queries
from engine.registers.loans import reports as loan_reports
from engine.registers.loans import seed as loan_seed
from engine.registers.platform_accounts import ask, decide, log, look_after, set_password, show
from engine.registers.platform_accounts import queries as account_queries
from engine.registers.platform_accounts import seed as account_seed
from engine.registers.platform_codes import queries as platform_code_queries
from engine.registers.prices import look_up
from engine.registers.prices import queries as price_queries
from engine.registers.products import operations as product_operations
from engine.registers.products import queries as product_queries
from engine.registers.qualifications import operations as qualification_operations
from engine.registers.qualifications import queries as qualification_queries
from engine.registers.seal_uses import operations as seal_use_operations
from engine.registers.seal_uses import queries as seal_use_queries
from engine.registers.seals import operations as seal_operations
from engine.registers.seals import queries as seal_queries
from engine.registers.seals import seed as seal_seed
from engine.registers.shared import enter_rows
from engine.registers.tenders import operations as tender_operations
from engine.registers.tenders import queries as tender_queries
from engine.registers.tenders import reports as tender_reports
from engine.registers.territories import queries as territory_queries

OPERATIONS: tuple[Operation, ...] = (
    *loan_operations.OPERATIONS,
    *seal_use_operations.OPERATIONS,
    *seal_operations.OPERATIONS,
    *certificate_operations.OPERATIONS,
    *product_operations.OPERATIONS,
    *look_up.OPERATIONS,
    *customer_checks.OPERATIONS,
    *qualification_operations.OPERATIONS,
    *agency_operations.OPERATIONS,
    *identity_operations.OPERATIONS,
    *deposit_operations.OPERATIONS,
    *followup_operations.OPERATIONS,
    *tender_operations.OPERATIONS,
    *bid_operations.OPERATIONS,
)
# What a company file brings along: master data, then what refers to it.
_ENTERED: tuple[Register, ...] = (
    territory_queries.REGISTER,
    certificate_queries.REGISTER,
    product_queries.REGISTER,
    customer_queries.REGISTER,
    qualification_queries.REGISTER,
    price_queries.REGISTER,
    tender_queries.REGISTER,
    bid_queries.REGISTER,
    agency_queries.REGISTER,
    platform_code_queries.REGISTER,
    identity_queries.REGISTER,
)
REGISTERS: tuple[Register, ...] = (
    seal_use_queries.REGISTER,
    seal_queries.REGISTER,
    loan_queries.REGISTER,
    *_ENTERED,
    account_queries.REGISTER,
    log.REGISTER,
    deposit_queries.REGISTER,
    followup_queries.REGISTER,
)
HANDLERS: tuple[Handler[Any, Any], ...] = (
    enter_rows.HANDLER,
    add_loan.HANDLER,
    account_seed.HANDLER,
    set_password.HANDLER,
    ask.HANDLER,
    decide.HANDLER,
    show.HANDLER,
    look_after.HANDLER,
)
# Commands by which registers look after their rows; each does what is due and was not done yet.
NIGHTLY: tuple[Callable[[], Any], ...] = (look_after.LookAfterAccounts,)

REPORTS: tuple[Report, ...] = (
    *tender_reports.REPORTS,
    *deposit_reports.REPORTS,
    *loan_reports.REPORTS,
)

# Key in a company file -> its rows that are missing yet, or the commands by which they come.
SEEDS: Mapping[str, Callable[[Any, Sequence[Mapping[str, Any]]], Sequence[Any]]] = {
    "loans": loan_seed.missing,
    "seals": seal_seed.missing,
    account_queries.NAME: account_seed.missing,
    **{register.name: enter_rows.missing(register) for register in _ENTERED},
}
