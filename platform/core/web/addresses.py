"""Addresses that leave the application: on paper, in QR codes, in mails."""

from flask import current_app


def public_address(path: str) -> str:
    """The address that people type (PUBLIC_URL) with a path of this application."""
    address: str = current_app.extensions["config"].public_url
    return address.rstrip("/") + path
