"""Static files as they are collected and sent: compressed once."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Beyond this size the best compression takes minutes and saves little.
LARGE, QUICK, BEST = 4_000_000, 6, 11


class _Compressor(Compressor):
    """whitenoise's, quicker with what is very large."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """Return the bytes compressed for sending."""
        packed: bytes = brotli.compress(data, quality=QUICK if len(data) > LARGE else BEST)
        return packed


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Static files with the hash of their content in their names."""

    def create_compressor(self, **options: Any) -> Compressor:
        """Return what compresses them."""
        return _Compressor(**options)
