"""compose.yaml for operators names only settings that exist, and every service that it waits for."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
# What the Compose specification knows of a service, as far as it is used here.
SERVICE = {
    "build", "command", "depends_on", "entrypoint", "environment", "healthcheck", "image", "mem_limit", "ports",
    "restart", "stop_grace_period", "ulimits", "volumes",
}  # fmt: skip
HEALTH = {"test", "interval", "timeout", "retries", "start_period"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


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


def test_compose_keeps_to_the_specification() -> None:
    text = (ROOT / "compose.yaml").read_text()
    compose = yaml.safe_load(text)
    services, volumes = compose["services"], compose["volumes"]
    assert set(compose) == {"name", "services", "volumes"}
    for name, service in services.items():
        assert set(service) <= SERVICE, name
        assert ("image" in service) != ("build" in service), name
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in volumes, name
        for value in service.get("environment", {}).values():
            assert isinstance(value, str), name
        check = service.get("healthcheck", {})
        assert set(check) <= HEALTH, name
        assert check.get("test", ["CMD"])[0] in ("CMD", "CMD-SHELL"), name
        waited = service.get("depends_on", {})
        for other, how in waited.items() if isinstance(waited, dict) else ():
            assert how["condition"] in CONDITIONS, name
            # Who waits for health has to be able to see it.
            assert how["condition"] != "service_healthy" or "healthcheck" in services[other], name


def test_compose_says_which_values_an_operator_has_to_give() -> None:
    text = (ROOT / "compose.yaml").read_text()
    head = text.split("docker compose up")[0]
    needed = set(re.findall(r"(?<!\$)\$\{(\w+):\?\}", text))
    assert needed == set(re.findall(r"^#   ([A-Z_0-9]+)=", head, re.MULTILINE))
