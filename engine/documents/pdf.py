"""PDF by LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from engine.documents.faults import DocumentFault
from engine.documents.fonts import FONT_MAP

SECONDS = 60
_ONE_AT_A_TIME = threading.Lock()
_ARGUMENTS = (
    "--headless",
    "--norestore",
    "--nolockcheck",
    "--nodefault",
    "--nofirststartwizard",
    "--convert-to",
    "pdf",
)
# A document from outside must not run macros or fetch what it links to while it is printed.
_SAFE_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
)
_SETTINGS = "\n".join(
    [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">',
        *(
            f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
            f"<value>{value}</value></prop></item>"
            for path, name, value in _SAFE_SETTINGS
        ),
        "</oor:items>",
    ]
)


def find_soffice() -> str | None:
    """Path of LibreOffice, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(document: bytes, seconds: float = SECONDS) -> bytes:
    """The document printed to PDF; about a second each, one at a time in a process.

    LibreOffice gets a home and a profile of its own, which are thrown away: it shares nothing with a
    person's LibreOffice on the same machine, and nothing of one document is left for the next.

    Raises DocumentFault: pdf_not_available, pdf_time_limit, pdf_failed.
    """
    soffice = find_soffice()
    if soffice is None:
        raise DocumentFault(reason="pdf_not_available")
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="neiqin-pdf-") as folder:
        return _convert(soffice, Path(folder), document, seconds)


def _convert(soffice: str, folder: Path, document: bytes, seconds: float) -> bytes:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    (folder / "fonts.conf").write_text(FONT_MAP, "utf-8")
    (folder / "document.docx").write_bytes(document)
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", *_ARGUMENTS, "--outdir", str(folder)]
    process = subprocess.Popen(
        [*command, str(folder / "document.docx")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentFault(reason="pdf_time_limit", seconds=int(seconds)) from error
    finally:
        _end_group(process)
    printed = folder / "document.pdf"
    if process.returncode != 0 or not printed.exists():
        raise DocumentFault(reason="pdf_failed", status=process.returncode)
    return printed.read_bytes()


def _environment(folder: Path) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "TMPDIR": str(folder),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """`soffice` is a script that starts the program, so the whole group ends."""
    if process.poll() is None:
        os.killpg(process.pid, 9)
        process.wait()
