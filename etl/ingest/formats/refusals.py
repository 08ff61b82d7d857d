"""Why a file is refused for its form, and which faults of a reader mean that."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineError, PasswordError, XmlError, ZipError

from i18n.messages import UserError, message


class Damaged(UserError):
    """The file is cut short or its content is broken."""


class PasswordProtected(UserError):
    """The workbook cannot be opened without a password."""


class TooBigInside(UserError):
    """The workbook would unpack to more than anything honest does."""


class NotAWorkbook(UserError):
    """The file is a container of something else, or has no sheet."""


class NeverWorkedOut(UserError):
    """Cells that are wanted hold a formula whose result was never stored."""


class MangledNumbers(UserError):
    """Numbers of people that a spreadsheet has rounded: nobody can tell them apart."""


@contextmanager
def faults_as_refusals(file: str) -> Iterator[None]:
    """Let what calamine and its containers raise for a bad file refuse that file.

    On some files that were cut short calamine panics: that is a BaseException of a class that
    cannot be imported, so it is known by its name alone.
    """
    try:
        yield
    except PasswordError as error:
        raise PasswordProtected(message("readers.password", file=file)) from error
    except (ZipError, XmlError, CalamineError) as error:
        raise Damaged(message("readers.damaged", file=file)) from error
    # RuntimeError: an archive that needs a password, or is packed in a way nobody here can unpack.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise Damaged(message("readers.damaged", file=file)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged(message("readers.damaged", file=file)) from error
