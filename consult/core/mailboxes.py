"""E-mail addresses: whether one has the shape of an address, and which spellings name the same mailbox."""

import unicodedata

import email_validator

# Reserved names (.test, .invalid, .local) are no fault here: demonstrations and closed networks use them.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def mailbox_address(typed: str) -> str:
    """The address as mail servers take it: compatibility characters made plain, an international domain in its ASCII form.

    Raises ValueError where this is no such address. The part before the @ is ASCII: few servers take anything else.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    try:
        parts = email_validator.validate_email(plain, check_deliverability=False, allow_smtputf8=False)
    except email_validator.EmailNotValidError as fault:
        raise ValueError(str(fault)) from fault
    return f"{parts.local_part}@{parts.ascii_domain}"


def mailbox_key(typed: str) -> str:
    """One key for every spelling of a mailbox. What follows a `+` stays: it may be another person's mailbox."""
    return mailbox_address(typed).casefold()
