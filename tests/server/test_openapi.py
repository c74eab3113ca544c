"""Whatever a stranger or a laptop asks within or beside the description: never an error of ours, never another form."""

import os

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kamdesk.exchange import http_words as words
from kamdesk.exchange.frames import cut_out, opened, squeezed
from kamdesk.exchange.http_words import Code, History, Problem, Verified
from kamdesk.exchange.protocol import Frames, Pushed, View
from kamdesk.server.web.app import office_app
from tests.server.random_messages import KNOWN, MESSAGES, bodies
from tests.server.real_postgresql import TEMPLATE
from tests.server.served import There, served

pytestmark = pytest.mark.enable_socket
TURNS = int(os.environ.get("KAMDESK_SOAK_TURNS", "0")) * 10 or 12
FEW = settings(max_examples=TURNS, deadline=None, suppress_health_check=list(HealthCheck), database=None)
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
schemathesis.openapi.media_type(words.MESSAGES, bodies)


@pytest.fixture(scope="module")
def there(postgresql, tmp_path_factory):
    pytest.importorskip("pytest_socket").enable_socket()
    address = postgresql.make(template=TEMPLATE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "HINT_S", 0)
        with served(tmp_path_factory.mktemp("openapi") / "office", address) as (office, url):
            found = There(office, url)
            KNOWN.append(found.acme)
            # Once, before the wrong passwords of strangers: they slow down everybody at this address.
            found.headers = {"Authorization": f"Bearer {found.join().token}"}
            yield found
            found.close()


@pytest.fixture(scope="module")
def api(there):
    schema = schemathesis.openapi.from_dict(office_app(there.office).openapi())
    schema.config.update(base_url=there.url)
    return schema


def described(api):
    """Every question that the description knows."""
    return [found.ok() for found in api.get_all_operations()]


def test_every_answer_has_the_form_that_the_description_says(there, api):
    for operation in described(api):

        @FEW
        @given(operation.as_strategy())
        def asks(case):
            response = case.call(headers=there.headers)
            case.validate_response(response, checks=CHECKS)

        asks()
    assert there.ask("GET", words.READY)[0] == 200


BACK = {words.PUSH: Pushed, words.VERIFY: Verified, words.HISTORY: History}


@pytest.mark.parametrize("path", MESSAGES)
def test_any_message_on_its_own_path_is_answered_or_refused_whole(there, path):

    @FEW
    @given(MESSAGES[path])
    def asks(message):
        status, _, body = there.ask("POST", path, squeezed(message), **there.headers)
        if status != 200:
            assert (status, msgspec.json.decode(body, type=Problem).code) == (400, Code.UNREADABLE)
        elif path == words.PULL:
            first, *frames = cut_out([body])
            opened(first, View)
            assert all(opened(each, Frames) for each in frames)
        else:
            opened(body, BACK[path])

    asks()
    assert there.ask("GET", words.READY)[0] == 200
