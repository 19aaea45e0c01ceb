"""compose.yaml for operators names only settings that exist, and every service that it waits for."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def test_compose_and_readme_speak_of_the_same_settings() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    readme = (ROOT / "README.md").read_text()
    portal = services["portal"]
    unknown = [name for name in portal["environment"] if f"`{name}`" not in readme]
    assert unknown in ([], ["DJANGO_SETTINGS_MODULE"])
    assert set(portal["depends_on"]) <= set(services)
    for address in (portal["environment"][n] for n in ("ELASTICSEARCH_URL", "S3_ENDPOINT_URL")):
        assert address.split("//")[1].split(":")[0] in services
    assert "manage.py serve" in portal["build"]["dockerfile_inline"]
