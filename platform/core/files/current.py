"""The store of the running application."""

from flask import current_app

from core.files.store import FolderStore, open_store


def current_store() -> FolderStore:
    return open_store(current_app.extensions["config"].files_url)
