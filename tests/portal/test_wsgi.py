"""The outermost layer of the web process."""

import io

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import InvalidRequestLine
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

import portal.web
from search import api


@pytest.fixture
def application():
    """The entry point, without the writer that its import puts beside requests of this process."""
    from portal import wsgi

    api._beside.clear()
    return wsgi.application


def test_a_body_that_nobody_wants_is_read_so_that_the_connection_lives_on(db, application) -> None:
    body = io.BytesIO(b"x" * 300_000)
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/api/3/action/nope", "QUERY_STRING": "", "SERVER_NAME": "x",
        "SERVER_PORT": "80", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": "300000", "wsgi.input": body,
        "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
    }  # fmt: skip
    status = []
    response = application(environ, lambda line, headers: status.append(line))
    response.close()
    assert status == ["400 Bad Request"]
    assert body.tell() == 300_000


def _request(line: bytes) -> Request:
    return Request(Config(), IterUnreader(iter([line + b"\r\nHost: x\r\n\r\n"])), ("127.0.0.1", 1))


def test_umlauts_that_are_sent_as_they_are_are_read() -> None:
    assert portal.web.message.RFC9112_TARGET_INVALID.search("/ä?q=Bäume") is None
    read = _request("GET /suche?q=Bäume HTTP/1.1".encode())
    assert read.query.encode("latin-1").decode() == "q=Bäume"
    for wrong in (b"GET /suche?q=\x01 HTTP/1.1", b"GET /suche?q=a\x7f HTTP/1.1"):
        with pytest.raises(InvalidRequestLine):
            _request(wrong)
