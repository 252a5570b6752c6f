"""The command line `neiqin`. Exit 0 = good, 1 = found wrong, 2 = used wrongly, 141 = not read to the end."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from webapp.commands import GOOD, UNREAD, WRONG, NobodyReads, complain, trouble

Run = Callable[[argparse.Namespace], int]
Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what it needs is loaded only then, so that `--help` answers at once."""
    wanted = _parser().parse_args(arguments)
    run: Run = wanted.run
    try:
        return run(wanted)
    except NobodyReads:
        return UNREAD
    except Exception as error:
        # An operator who named a wrong database reads what to do; a fault of ours keeps its trace.
        sentence = trouble(error)
        if sentence is None:
            raise
        complain(sentence)
        return WRONG


def _init(wanted: argparse.Namespace) -> int:
    from webapp.commands import init

    return init.run(wanted)


def _serve(wanted: argparse.Namespace) -> int:
    from webapp.commands import serve

    return serve.serve(wanted.port, wanted.workers, wanted.host, demo=wanted.demo)


def _worker(_wanted: argparse.Namespace) -> int:
    from engine.bootstrap import Settings, build_engine
    from engine.jobs.heartbeat import run_until_stopped
    from webapp import logs

    logs.configure(os.environ.get("NEIQIN_LOG_LEVEL", "WARNING"))
    engine = build_engine(Settings.from_environment())
    run_until_stopped(engine)
    engine.close()
    return GOOD


def _demo(wanted: argparse.Namespace) -> int:
    from engine.bootstrap import Settings
    from webapp.commands import prepare

    settings = Settings.from_environment(demo=True)
    if not prepare.ready(settings):
        return 1
    if wanted.reset_logins:
        prepare.reset_logins(settings)
    return GOOD


def _migrate(_wanted: argparse.Namespace) -> int:
    from engine.bootstrap import Settings, build_engine, schema

    engine = build_engine(Settings.from_environment())
    schema.upgrade(engine.database)
    engine.close()
    return GOOD


def _deploy(wanted: argparse.Namespace) -> int:
    from webapp.commands import definitions

    return definitions.deploy(wanted.paths, wanted.reason)


def _lint(wanted: argparse.Namespace) -> int:
    from webapp.commands import definitions

    return definitions.lint(wanted.paths, as_json=wanted.json)


def _try(wanted: argparse.Namespace) -> int:
    from webapp.commands import trying

    return trying.run(wanted.paths)


def _audit(_wanted: argparse.Namespace) -> int:
    from webapp.commands import audits

    return audits.verify()


def _check(wanted: argparse.Namespace) -> int:
    from webapp.commands import checking

    return checking.run(as_json=wanted.json)


def _user_add(wanted: argparse.Namespace) -> int:
    from webapp.commands import people

    return people.add(wanted.user_id, wanted.name, wanted.number, tuple(wanted.role), wanted.department)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="neiqin", description="A sales back office on BPMN diagrams.")
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_running(verbs)
    _add_definitions(verbs)
    _add_people(verbs)
    return parser


def _add_running(verbs: Verbs) -> None:
    init = verbs.add_parser("init", help="set up an installation: company, zone, first administrator")
    init.add_argument("--company", help="name of the company")
    init.add_argument("--zone", help="time zone, e.g. Asia/Shanghai")
    init.add_argument("--admin", help="login name of the first administrator, e.g. linxiaolan")
    init.add_argument("--name", help="the administrator's name")
    init.add_argument("--number", help="the administrator's employee number")
    init.add_argument(
        "--password-file", metavar="FILE", help="its first line is the password; - is the input"
    )
    init.set_defaults(run=_init)
    serve = verbs.add_parser("serve", help="serve the pages")
    serve.add_argument("--demo", action="store_true", help="the demo company, set up on the first run")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    serve.add_argument("--workers", type=_at_least_one, default=min(os.cpu_count() or 1, 4))
    serve.set_defaults(run=_serve)
    verbs.add_parser("worker", help="run timers, jobs and outbox without pages").set_defaults(run=_worker)
    demo = verbs.add_parser("demo", help="set up the demo company")
    demo.add_argument("--reset-logins", action="store_true", help="give everybody a new password")
    demo.set_defaults(run=_demo)
    verbs.add_parser("migrate", help="bring the database schema up to date").set_defaults(run=_migrate)
    check = verbs.add_parser("check", help="see whether the rows of all cases agree; changes nothing")
    check.add_argument("--json", action="store_true", help="one JSON object a line")
    check.set_defaults(run=_check)
    audit = _with_verbs(verbs.add_parser("audit", help="the audit"))
    audit.add_parser("verify", help="walk every chain").set_defaults(run=_audit)


def _add_definitions(verbs: Verbs) -> None:
    deploy = verbs.add_parser("deploy", help="deploy process folders or files")
    deploy.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    deploy.add_argument("--reason", default="deployed from the command line")
    deploy.set_defaults(run=_deploy)
    lint = verbs.add_parser("lint", help="examine process folders or files")
    lint.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    lint.add_argument("--json", action="store_true", help="one JSON object a line")
    lint.set_defaults(run=_lint)
    trial = verbs.add_parser("try", help="play scenario files in a throw-away company")
    trial.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    trial.set_defaults(run=_try)


def _add_people(verbs: Verbs) -> None:
    user = _with_verbs(verbs.add_parser("user", help="people"))
    add = user.add_parser("add", help="add a person with an account")
    add.add_argument("user_id", help="login name, e.g. linxiaolan")
    add.add_argument("--name", required=True)
    add.add_argument("--number", required=True, help="employee number")
    add.add_argument("--role", action="append", default=[], help="may be given several times")
    add.add_argument("--department")
    add.set_defaults(run=_user_add)


def _with_verbs(parser: argparse.ArgumentParser) -> Verbs:
    return parser.add_subparsers(dest="verb", required=True, metavar="VERB")


def _at_least_one(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count


if __name__ == "__main__":
    sys.exit(main())
