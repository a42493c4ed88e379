"""Unpacking what zlib packed, a little at a time: no input makes it slow or large."""

import zlib
from collections.abc import Iterator

PIECE = 1 << 16


def unpack(data: "zlib._Decompress", packed: memoryview) -> Iterator[bytes]:
    """What `packed` unpacks to, in pieces of at most PIECE bytes; zlib.error where it is damaged.

    `data` keeps its state: the next part of the same content may follow.
    """
    for start in range(0, len(packed), PIECE):
        waiting: bytes | memoryview = packed[start : start + PIECE]
        while not data.eof:
            unpacked = data.decompress(waiting, PIECE)
            waiting = data.unconsumed_tail
            yield unpacked
            if not waiting and len(unpacked) < PIECE:
                break
        if data.eof:
            return
