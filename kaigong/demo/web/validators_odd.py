"""Pathologies of conditional requests: validators that are right, and such as say that nothing changed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from http import HTTPStatus

from kaigong.demo.web.loopback import Request, Response

_LONG_AGO = "Wed, 01 Jan 2020 00:00:00 GMT"


def validated(request: Request, response: Response, oddities: frozenset[str]) -> Response:
    """The response with its validators, or 304 where the client is told that it has it already."""
    if response.status != HTTPStatus.OK:
        return response
    for name in sorted(oddities & VALIDATORS.keys()):
        response = VALIDATORS[name](request, response)
    return response


def _etag(request: Request, response: Response) -> Response:
    tag = f'"{sha256(response.body).hexdigest()[:20]}"'
    return _with(response, "ETag", tag, same=request.headers.get("if-none-match") == tag)


def _lying(request: Request, response: Response) -> Response:
    """The date of the template, not of the list: whoever has any version is told to keep it."""
    return _with(response, "Last-Modified", _LONG_AGO, same="if-modified-since" in request.headers)


def _with(response: Response, name: str, value: str, *, same: bool) -> Response:
    headers = {**response.headers, name: value}
    if same:
        return Response(HTTPStatus.NOT_MODIFIED, b"", headers, response.wait)
    return replace(response, headers=headers)


VALIDATORS: Mapping[str, Callable[[Request, Response], Response]] = {
    "etags": _etag,
    "lying-last-modified": _lying,
}
