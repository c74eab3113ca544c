"""A laptop that asks over real HTTP, byte for byte, and keeps whatever it was sent."""

import http.client
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec
import zstandard

from kamdesk.base.ids import new_id
from kamdesk.exchange import http_words as words
from kamdesk.exchange.actions import Action, Author
from kamdesk.exchange.frames import cut_out, opened, squeezed
from kamdesk.exchange.http_words import Code, HistoryAsked, Problem
from kamdesk.exchange.protocol import Lineage, Pull, Push, Pushed, Sealed
from kamdesk.exchange.wire import action_bytes
from tests.server.desks import NOW


class Unanswered(Exception):
    """The line broke before an answer was here."""


class Busy(Exception):
    """The office said that it is busy."""


class Laptop:
    """Asks over HTTP, keeps every byte that it was sent."""

    def __init__(self, url, user, token):
        self.user, self.sequence, self.nonce, self.heard = user, 0, b"", []
        self._token, self._line, self._made = token, None, ()
        self.goes_to(url)

    def goes_to(self, url):
        """Ask an office at this address from now on."""
        parts = urlsplit(url)
        if self._line is not None:
            self._line.close()
        self._line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)

    def close(self):
        self._line.close()

    def ask(self, path, message):
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": words.MESSAGES}
        try:
            self._line.request("POST", path, squeezed(message), headers)
            answer = self._line.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._line.close()
            raise Unanswered(path) from error
        if answer.status == words.STATUS[Code.BUSY]:
            raise Busy(msgspec.json.decode(body, type=Problem).code)
        assert answer.status == 200, (path, answer.status, body)
        self.heard += [str(answer.getheaders()).encode()]
        return body

    def push(self, changes):
        """The answers to an action for each of these changes, in their order."""
        return self.send(self.sealed(changes))

    def sealed(self, changes):
        """An action for each of these changes, numbered: whatever happens, these bytes go out."""
        author = Author(name=self.user.name, role=self.user.role)
        plain = Action(action_id=b"", verb="matrix", author=author, made_at=NOW, changes=())
        actions = [replace(plain, action_id=new_id(), changes=(each,)) for each in changes]
        first = self.sequence + 1
        self.sequence += len(actions)
        made = tuple(Sealed(n, each.action_id, action_bytes(each)) for n, each in enumerate(actions, first))
        self._made += made
        return made

    def send(self, sealed):
        """One push. Raises: Unanswered, Busy; it is then sent again."""
        body = self.ask(words.PUSH, Push(nonce=self.nonce, actions=sealed))
        self.heard.append(zstandard.ZstdDecompressor().decompress(body))
        pushed = opened(body, Pushed)
        assert pushed.lineage is Lineage.SAME, pushed
        self.nonce = pushed.nonce
        if pushed.send_from is not None:  # its database fell over before the number was on the disk
            answers = self.send(self._made[pushed.send_from - 1 :])
            return answers[-len(sealed) :]
        answers = {each.action_id: each for each in pushed.answers}
        return [answers[each.action_id] for each in sealed]

    def history(self, word, scope_id, row_id):
        """Every byte of who changed what in a record, unfolded."""
        body = self.ask(words.HISTORY, HistoryAsked(word=word, scope_id=scope_id, row_id=row_id))
        self.heard.append(zstandard.ZstdDecompressor().decompress(body))
        return self.heard[-1]

    def asks_plainly(self, method, path, message):
        """A question that carries JSON, answered or refused. Returns: the status."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        self._line.request(method, path, msgspec.json.encode(message), headers)
        answer = self._line.getresponse()
        self.heard += [str(answer.getheaders()).encode(), answer.read()]
        return answer.status

    def pull(self):
        """Every byte of a whole pull, unfolded."""
        body = self.ask(words.PULL, Pull(cursors=()))
        unfolded = b"".join(zstandard.ZstdDecompressor().decompress(each) for each in cut_out([body]))
        self.heard.append(unfolded)
        return unfolded
