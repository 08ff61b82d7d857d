"""Send one message by e-mail, and read the server's reply."""

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from i18n.messages import Message, message
from reports.delivery.outbox import LastWord, NotSent
from reports.delivery.retries import one_line, retry
from reports.delivery.servers import Smtp

# Seven bits: not every server on the way takes more.
_POLICY = SMTP.clone(cte_type="7bit")


def compose(
    smtp: Smtp, address: str, digest: str, pdf: tuple[str, bytes] | None, key: str, known: LastWord
) -> bytes:
    """Return the digest as an e-mail to one address, with the PDF attached if there is one.

    Its Message-ID comes from `key`, so a mail program that gets it twice shows it once.
    """
    mail = EmailMessage(policy=_POLICY)
    subject, _, _ = digest.partition("\n")
    mail["Subject"] = subject
    mail["From"] = Address(addr_spec=smtp.sender)
    mail["To"] = Address(addr_spec=address)
    mail["Date"] = format_datetime(known.since)
    mail["Message-ID"] = f"<{key[:32]}@{smtp.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(digest)
    if pdf is not None:
        name, content = pdf
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def send(smtp: Smtp, password: str | None, address: str, mail: bytes) -> None:
    """Hand one message to the server; it is tried again where that may help.

    Raises NotSent; never tries again once the server has the message and did not answer.
    """
    retry(lambda: _send(smtp, password, address, mail), smtp.retry_seconds)


def _send(smtp: Smtp, password: str | None, address: str, mail: bytes) -> None:
    client = _connect(smtp, password)
    try:
        _check_reply(client.mail(smtp.sender), is_everyones=True)
        _check_reply(client.rcpt(address), is_everyones=False)
    except (OSError, smtplib.SMTPException) as error:
        client.close()
        raise _unreachable(smtp, error) from error
    except NotSent:
        _leave(client)
        raise
    try:
        answer = client.data(mail)
    except smtplib.SMTPDataError as error:
        _leave(client)
        raise _refusal("delivery.answered", error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        client.close()
        raise NotSent(
            message("delivery.no_last_answer", why=_why(smtp, error)), is_unsure=True
        ) from error
    _leave(client)
    _check_reply(answer, is_everyones=False)


def _connect(smtp: Smtp, password: str | None) -> smtplib.SMTP:
    """Return a session that is ready for a message. Raises NotSent."""
    context = ssl.create_default_context()
    client: smtplib.SMTP | None = None
    try:
        if smtp.security == "tls":
            client = smtplib.SMTP_SSL(
                smtp.host, smtp.port, timeout=smtp.timeout_seconds, context=context
            )
        else:
            client = smtplib.SMTP(smtp.host, smtp.port, timeout=smtp.timeout_seconds)
            if smtp.security == "starttls":
                client.starttls(context=context)
        if smtp.user and password:
            client.login(smtp.user, password)
        client.ehlo_or_helo_if_needed()
    except ssl.SSLCertVerificationError as error:
        why = one_line(error.verify_message)
        raise NotSent(message("delivery.bad_certificate", why=why), is_everyones=True) from error
    except smtplib.SMTPNotSupportedError as error:
        why = one_line(str(error))
        raise NotSent(message("delivery.not_offered", why=why), is_everyones=True) from error
    except smtplib.SMTPAuthenticationError as error:
        raise _refusal("delivery.password_refused", error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal("delivery.answered", error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _unreachable(smtp, error) from error
    else:
        ready, client = client, None
        return ready
    finally:
        if client is not None:
            client.close()


def _check_reply(answer: tuple[int, bytes | str], *, is_everyones: bool) -> None:
    code, why = answer
    if code not in (250, 251):
        raise _refusal("delivery.answered", code, why, is_everyones=is_everyones)


def _refusal(key: str, code: int, why: str | bytes, *, is_everyones: bool = True) -> NotSent:
    why_not = message(key, code=str(code), why=one_line(why))
    # RFC 5321: four hundred and something is "not now", five hundred "never".
    return NotSent(
        why_not, is_everyones=is_everyones, retry_after_seconds=0 if code // 100 == 4 else None
    )


def _unreachable(smtp: Smtp, error: Exception) -> NotSent:
    why_not = message("delivery.not_reached", why=_why(smtp, error))
    return NotSent(why_not, is_everyones=True, retry_after_seconds=0)


def _why(smtp: Smtp, error: Exception) -> str | Message:
    if isinstance(error, TimeoutError):
        return message("delivery.timed_out", seconds=f"{smtp.timeout_seconds:g}")
    return one_line(str(error) or type(error).__name__)


def _leave(client: smtplib.SMTP) -> None:
    """Say goodbye; what was sent is sent, whatever comes back."""
    with suppress(OSError, smtplib.SMTPException):
        client.quit()
    client.close()
