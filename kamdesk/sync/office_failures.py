"""What can go wrong on the way to the office, as errors with sentences a person can act on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2
import msgspec

from kamdesk.base.words import tr
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code, Problem
from kamdesk.exchange.protocol import SPOKEN
from kamdesk.sync import office_errors as errors
from kamdesk.sync.office_address import host_of

_OK = range(200, 300)
WAIT_MAX_S = 600.0
"""Whatever an office asks for, nobody waits longer before trying again."""


@contextmanager
def in_words(address: str) -> Iterator[None]:
    """Within this block whatever breaks on the wire is raised as an OfficeError."""
    try:
        yield
    except httpx2.ProxyError as error:
        raise errors.ProxyRefused(tr("Your network's proxy does not let KAMDesk through; ask your IT.")) from error
    except httpx2.ConnectTimeout as error:
        raise errors.NoNetwork(tr("{host} does not answer in time.", host=host_of(address))) from error
    except httpx2.ConnectError as error:
        raise _unconnected(error, address) from error
    except (httpx2.TransportError, ssl.SSLError) as error:
        raise errors.CutOff(tr("The connection to {host} broke off.", host=host_of(address))) from error
    except (httpx2.InvalidURL, httpx2.HTTPError) as error:
        raise not_an_office(address) from error


def _unconnected(error: httpx2.ConnectError, address: str) -> errors.OfficeError:
    host = host_of(address)
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return errors.BadCertificate(
            tr("{host} cannot prove that it is your office: its certificate is not one that this machine trusts.",
               host=host)
        )  # fmt: skip
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return errors.BadCertificate(tr("{host} does not speak the secure protocol an office speaks.", host=host))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return errors.NoNetwork(
            tr("No way to {host}: there is no network, or nobody has this address.", host=host)
        )  # fmt: skip
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return errors.NoNetwork(tr("Nobody answers at {host}: the office is down, or elsewhere.", host=host))
    return errors.NoNetwork(tr("No way to {host}: check the network.", host=host))


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def failure_of(
    response: httpx2.Response, address: str, body_of: Callable[[httpx2.Response], bytes], office_id: str = ""
) -> errors.OfficeError | None:
    """What the office refuses with this answer; None where it refuses nothing."""
    if response.status_code == httpx2.codes.PROXY_AUTHENTICATION_REQUIRED:
        return errors.ProxyRefused(tr("Your network's proxy wants a name and a password."))
    if words.OFFICE_HEADER not in response.headers:
        if response.status_code in (502, 503, 504):  # what stands before the office says that it is away
            return errors.Busy(tr("The office is not there at the moment."), wait_s=_wait_s(response))
        return not_an_office(address)
    if office_id and response.headers[words.OFFICE_HEADER].lower() != office_id:
        return errors.WrongAddress(
            tr("At this address there is another office now than the one this desk belongs to.")
        )  # fmt: skip
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return not_understood(address)
    if response.status_code in _OK:
        return None
    try:
        problem = msgspec.json.decode(body_of(response), type=Problem)
    except (msgspec.MsgspecError, ValueError):
        return not_understood(address)
    return _refusal(problem.code, response, address)


def _refusal(code: Code, response: httpx2.Response, address: str) -> errors.OfficeError:
    wait_s = _wait_s(response)
    match code:
        case Code.PASSWORD:
            return errors.WrongPassword(tr("The office does not know this name with this password."))
        case Code.SLOWER:
            return errors.Slower(
                tr("Too many wrong passwords; try again in {seconds} seconds", seconds=int(wait_s)), wait_s=wait_s
            )
        case Code.SHUT_OUT:
            return errors.ShutOut(
                tr("The office no longer knows this laptop: sign in once with your password, or ask your administrator")
            )
        case Code.RETIRED:
            return errors.Retired(tr("The office has taken this laptop out of service."))
        case Code.LOST:
            return errors.DeviceLost(tr("This laptop was declared lost. Its data can no longer be opened here."))
        case Code.PROTOCOL:
            return _versions(response)
        case Code.BUSY:
            return errors.Busy(tr("The office is busy; KAMDesk tries again by itself."), wait_s=wait_s)
        case _:
            return not_understood(address)


def _versions(response: httpx2.Response) -> errors.OfficeError:
    spoken = response.headers.get(words.PROTOCOL_HEADER, "")
    if spoken.isdecimal() and int(spoken) < min(SPOKEN):
        return errors.OfficeTooOld(tr("The office is older than this KAMDesk can speak with; it must be updated."))
    return errors.MustUpdate(tr("This KAMDesk is older than the office understands; update it. Nothing is lost."))


def _wait_s(response: httpx2.Response) -> float:
    said = response.headers.get("Retry-After", "")
    return min(float(said), WAIT_MAX_S) if said.isdecimal() else 0.0


def not_an_office(address: str) -> errors.WrongAddress:
    """Something answered that is not an office: a sign-in page of a hotel, another program, a wrong path."""
    return errors.WrongAddress(
        tr("What answers at {host} is no office of KAMDesk: a wrong address, or a network that wants a sign-in first.",
           host=host_of(address))
    )  # fmt: skip


def not_understood(address: str) -> errors.NotUnderstood:
    """The office said something that this program cannot read."""
    return errors.NotUnderstood(tr("{host} answered something that KAMDesk cannot read.", host=host_of(address)))
