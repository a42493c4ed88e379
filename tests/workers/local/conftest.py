import shutil

import pytest

from workers.local import disposable_state, places


@pytest.fixture
def state():
    folder = disposable_state()
    yield folder
    shutil.rmtree(places.socket_directory(folder, {}), ignore_errors=True)
    shutil.rmtree(folder)
