"""The outermost layer of the web process."""

import io

import pytest

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
