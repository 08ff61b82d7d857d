"""Identifies the viewer and what they may see, anew at each question, so that it holds now.

Without sign-in that is the one user of this machine, who sees everything. With it, the provider
says who somebody is and the party's list says what they may see.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from etl.access import access_list, ended_sessions
from etl.audit.log import this_user
from i18n.messages import UserError, message
from pages.access import identity, local_addresses, speaker
from pages.access.identity import Claims, Refusal
from pages.access.settings import settings

_EVERYONE, _ORGANISERS, _OFFICERS = "everyone", "organisers", "officers"
_AUDIENCES = {
    "viewer": frozenset({_EVERYONE}),
    "organiser": frozenset({_EVERYONE, _ORGANISERS}),
    "officer": frozenset({_EVERYONE, _ORGANISERS, _OFFICERS}),
}
_VISITOR = "seen_as"
_KEPT_KEYS = ("lang",)
"""What a session keeps when somebody else, or somebody who may see less, goes on with it."""

_log = logging.getLogger("pakthong.access")


class NotAllowed(UserError):
    """What was asked for is for others to see."""


@dataclass(frozen=True)
class Viewer:
    """A person at the dashboard. `provinces` are those they may see, None for the whole country.

    `who` is what the record calls them. `sign_in` tells this sign-in from others; it is empty
    where nobody signs in.
    """

    provinces: tuple[str, ...] | None
    audiences: frozenset[str]
    actor: str = ""
    role: str = ""
    sign_in: str = ""

    @property
    def is_national_officer(self) -> bool:
        """Whether they load exports and read the record: an officer of the whole country."""
        return self.is_officer and self.provinces is None

    @property
    def is_officer(self) -> bool:
        """Whether they make reports and the roll: an officer, of whatever provinces."""
        return _OFFICERS in self.audiences

    @property
    def may_see_names(self) -> bool:
        """Whether names of representatives and candidates are theirs to see."""
        return bool(self.audiences & {_ORGANISERS, _OFFICERS})


_LOCAL = Viewer(provinces=None, audiences=_AUDIENCES["officer"], actor=this_user())


def requires_sign_in() -> bool:
    """Whether one has to sign in to see anything.

    Either half of what is configured, provider or list, is enough, and so is what there was when
    it was first asked: taking a file away never opens the dashboard.
    """
    own = settings()
    return _required_at_start(own.data) or access_list.exists(own)


@lru_cache(maxsize=8)
def _required_at_start(_data: Path) -> bool:
    return access_list.exists(settings()) or bool(get_secrets_auth_section())


def identify() -> Viewer | Refusal:
    """Return who is looking, or why they may not."""
    if not requires_sign_in():
        headers = st.context.headers
        is_ours = not headers or (
            local_addresses.is_local(headers)
            and local_addresses.is_bound(st.get_option("server.address"))
        )
        return _LOCAL if is_ours else Refusal("elsewhere")
    return judge(st.user.to_dict())


def judge(claims: Claims) -> Viewer | Refusal:
    """Return whom a provider's claims let in, or why nobody, by what the list says now."""
    own = settings()
    try:
        listed = access_list.read(own)
        is_ended = partial(ended_sessions.is_ended, own)
        person = identity.judge(claims, listed, time.time(), is_ended)
    except (access_list.BadAccessList, ended_sessions.SignOutsLost) as error:
        _warn(str(error))
        return Refusal("list", identity.actor(claims), identity.sign_in_id(claims))
    if isinstance(person, Refusal):
        return person
    return Viewer(
        person.provinces,
        _AUDIENCES[person.role],
        person.email,
        person.role,
        identity.sign_in_id(claims),
    )


@lru_cache(maxsize=64)
def _warn(why: str) -> None:
    """Say on the terminal, once, what a stranger need not know."""
    _log.warning("%s", why)


def settle_viewer() -> Viewer | Refusal:
    """Return who is looking, at the start of a run.

    What the session kept goes when that is not who it was, or not what they might see.
    """
    visitor = identify()
    if st.session_state.get(_VISITOR, visitor) != visitor:
        _forget_session()
    st.session_state[_VISITOR] = visitor
    return visitor


def viewer() -> Viewer:
    """Return who is looking. Raises NotAllowed for who may see nothing.

    A part of a page may run without the frame that settled who it is; when that is no longer so,
    everything the session kept is dropped and the whole page begins anew.
    """
    visitor = identify()
    settled = st.session_state.get(_VISITOR, visitor)
    if settled != visitor:
        _forget_session()
        st.rerun()
    if isinstance(visitor, Refusal):
        raise NotAllowed(message("access.not_admitted"))
    return visitor


def require_officer() -> Viewer:
    """Return who is looking. Raises NotAllowed unless they are an officer."""
    found = viewer()
    if not found.is_officer:
        raise NotAllowed(message("build.not_allowed"))
    return found


def access_check() -> Callable[[], None]:
    """Return what raises NotAllowed once the viewer may no longer see what they see now.

    For what happens later and with no session at hand: a file handed out, for instance. It raises
    as well when somebody else asks for that.
    """
    now = viewer()
    claims = st.user.to_dict() if now.sign_in else {}

    def check() -> None:
        is_theirs = speaker.is_signed_in_as(now.sign_in) and judge(claims) == now
        if now.sign_in and not is_theirs:
            raise NotAllowed(message("access.not_admitted"))

    return check


def _forget_session() -> None:
    for key in [str(key) for key in st.session_state if key not in _KEPT_KEYS]:
        del st.session_state[key]


def visible_provinces(requested: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the provinces a question may speak of: those asked for that the viewer may see."""
    allowed = viewer().provinces
    if allowed is None:
        return requested
    return allowed if requested is None else tuple(code for code in requested if code in allowed)


def page_link(page: str, label: str, icon: str, query: Mapping[str, str] | None = None) -> None:
    """Draw a link to a page, unless it is of an audience that the viewer is not in.

    Streamlit stops the whole page at a link to one that the viewer's menu does not have.
    """
    if PurePosixPath(page).parts[1] in viewer().audiences:
        st.page_link(page, label=label, icon=icon, query_params=query)
