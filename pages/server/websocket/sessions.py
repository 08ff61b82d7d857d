"""Keeps the sessions of those who are known while their browsers are away, and no others.

Streamlit keeps the last 128 for two minutes, so that a page survives a bad connection; whoever
comes and goes without signing in would push those of everybody else out.
"""

from streamlit.runtime import get_instance
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

from pages.access import speaker


class KnownSessions(MemorySessionStorage):
    """Where sessions wait for their browsers."""

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session, or end it."""
        gone = speaker.current.get()
        if gone is None or gone.is_known:
            super().save(session_info)
        else:
            session_info.session.shutdown()

    def delete(self, session_id: str) -> None:
        """Let go of a session that may be here."""
        self._cache.pop(session_id, None)


def install(seconds: int) -> None:
    """Have the running server keep sessions here, each for so long."""
    # Streamlit offers no way to say so.
    manager = get_instance()._session_mgr
    manager._session_storage = KnownSessions(ttl_seconds=seconds)  # type: ignore[attr-defined]
