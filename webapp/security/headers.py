"""Response headers of every answer. Flask sets none of them by itself."""

from __future__ import annotations

from flask import Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


def harden(response: Response) -> Response:
    """Add the headers; pages are never stored, static files are by their content hash."""
    put = response.headers.setdefault
    put("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    put("X-Content-Type-Options", "nosniff")
    put("Referrer-Policy", "same-origin")
    put("Cross-Origin-Opener-Policy", "same-origin")
    put("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        put("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
