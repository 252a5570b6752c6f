"""Settings come from environment variables and a `.env` file; nothing else is asked."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
SECRET_FILE = "secret.key"
SHORTEST_SECRET = 32
_SECONDS = re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?")


class SettingWrong(ValueError):
    """A variable of the environment that says nothing usable; the message is for the operator."""


@dataclass(frozen=True)
class Settings:
    """data_dir holds the database (SQLite), the files and the secret key; secret_key is 32 bytes or more.

    workflows_dir: the processes and the company that a demo begins with, and the calendars.
    said: which of company and zone the environment names; that wins over what the installation began with.
    proxies: how many stand in front and are believed about addresses.
    former_secrets: open what the vault sealed before the present secret.
    drain_seconds: how long a node that is told to stop still answers, for the proxies in front to notice.
    """

    data_dir: Path
    database_url: str
    secret_key: bytes
    demo: bool = False
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    company: str = "青澜生物技术(演示)有限公司"
    base_url: str = "http://127.0.0.1:8000"
    outbox_dir: Path | None = None
    smtp_host: str | None = None
    smtp_port: int = 25
    smtp_user: str | None = None
    smtp_password: str | None = None
    smtp_starttls: bool = True
    mail_from: str = "neiqin@localhost"
    workflows_dir: Path = ROOT / "workflows"
    said: frozenset[str] = frozenset()
    proxies: int = 0
    drain_seconds: Decimal = Decimal(0)
    trusted_hosts: tuple[str, ...] = ()
    metrics_token: str | None = None
    former_secrets: tuple[bytes, ...] = ()

    @classmethod
    def from_environment(
        cls, *, demo: bool = False, environment: Mapping[str, str] | None = None
    ) -> Settings:
        """Reads `NEIQIN_*`. Makes the data folder, and the secret key with access for its owner alone."""
        env = dict(_env_file(Path(".env"))) | dict(os.environ if environment is None else environment)
        data_dir = Path(env.get("NEIQIN_DATA_DIR") or ROOT / "var").absolute()
        data_dir.mkdir(parents=True, exist_ok=True)
        port = env.get("PORT") or "8000"
        outbox = env.get("NEIQIN_OUTBOX_DIR")
        smtp = env.get("NEIQIN_SMTP_HOST") or None
        return cls(
            data_dir=data_dir,
            database_url=env.get("NEIQIN_DATABASE_URL") or f"sqlite:///{data_dir / 'neiqin.db'}",
            secret_key=_secret(env, data_dir),
            demo=demo or env.get("NEIQIN_DEMO") == "1",
            zone=ZoneInfo(env.get("NEIQIN_ZONE") or "Asia/Shanghai"),
            company=env.get("NEIQIN_COMPANY") or cls.company,
            base_url=(env.get("NEIQIN_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
            outbox_dir=Path(outbox) if outbox else (None if smtp else data_dir / "outbox"),
            smtp_host=smtp,
            smtp_port=_count(env, "NEIQIN_SMTP_PORT", 65_535) or 25,
            smtp_user=env.get("NEIQIN_SMTP_USER") or None,
            smtp_password=env.get("NEIQIN_SMTP_PASSWORD") or None,
            smtp_starttls=env.get("NEIQIN_SMTP_STARTTLS") != "0",
            mail_from=env.get("NEIQIN_MAIL_FROM") or cls.mail_from,
            workflows_dir=_workflows(env),
            proxies=_count(env, "NEIQIN_PROXIES", 99),
            drain_seconds=_seconds(env, "NEIQIN_DRAIN_SECONDS", 600),
            trusted_hosts=tuple(filter(None, map(str.strip, env.get("NEIQIN_TRUSTED_HOSTS", "").split(",")))),
            metrics_token=env.get("NEIQIN_METRICS_TOKEN") or None,
            former_secrets=tuple(
                one.strip().encode() for one in env.get("NEIQIN_FORMER_SECRETS", "").split(",") if one.strip()
            ),
            said=frozenset(name for name in ("company", "zone") if env.get(f"NEIQIN_{name.upper()}")),
        )

    def with_fixed_clock(self) -> Settings:
        """The same installation for work at given instants: the offset of the demo's clock is left aside."""
        return replace(self, demo=False)


def _count(env: Mapping[str, str], name: str, most: int) -> int:
    text = env.get(name) or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= most):
        raise SettingWrong(f"{name} must be a whole number of at most {most}, and is {text!r}")
    return int(text)


def _seconds(env: Mapping[str, str], name: str, most: int) -> Decimal:
    text = env.get(name) or "0"
    if not (_SECONDS.fullmatch(text) and Decimal(text) <= most):
        raise SettingWrong(f"{name} must be a number of seconds of at most {most}, and is {text!r}")
    return Decimal(text)


def workflows_dir() -> Path:
    """The folder of processes, for commands that need nothing else of an installation."""
    return _workflows({**_env_file(Path(".env")), **os.environ})


def _workflows(env: Mapping[str, str]) -> Path:
    return Path(env.get("NEIQIN_WORKFLOWS_DIR") or ROOT / "workflows").absolute()


def _secret(env: Mapping[str, str], data_dir: Path) -> bytes:
    given = env.get("NEIQIN_SECRET_KEY")
    if given:
        # Its words are never repeated: whoever reads the complaint must not learn the key.
        if len(given.encode()) < SHORTEST_SECRET:
            raise SettingWrong(f"NEIQIN_SECRET_KEY must have {SHORTEST_SECRET} bytes or more")
        return given.encode()
    path = data_dir / SECRET_FILE
    if not path.exists():
        _make(path)
    return _existing(path)


def _make(path: Path) -> None:
    """Written whole under a name of its own and then linked: whoever starts at once, or is cut, finds the one
    key or none, and never half a file.
    """
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)


def _existing(path: Path) -> bytes:
    key = path.read_bytes().strip()
    if len(key) < SHORTEST_SECRET:
        raise ValueError(f"{path} holds no key: remove it when no data depends on it, or put the key back")
    return key


def _env_file(path: Path) -> Mapping[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
