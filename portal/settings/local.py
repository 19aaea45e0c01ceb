"""A portal on one machine without any configuration: the default of `manage.py` and `make`."""

import secrets

from portal.settings.base import *
from portal.settings.env import DATA_DIR, env

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.list("PORTAL_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = env.list("PORTAL_TRUSTED_ORIGINS", default=[])


def _secret_key() -> str:
    """Return the key of this data folder; the first start makes it, readable by its owner only."""
    given = env.str("PORTAL_SECRET_KEY", "")
    if given:
        return given
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret_key.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            # A hard link fails if another process was first: then its key counts.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()
for _folder in ("media", "files", "tables", "tmp", "index"):
    (DATA_DIR / _folder).mkdir(parents=True, exist_ok=True)
