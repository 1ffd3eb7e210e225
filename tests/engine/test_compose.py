"""docker-compose.yml holds together: every name it uses is one the settings know, every secret comes by file."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

BASE = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((BASE / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
DEPLOYMENT = (BASE / "docs" / "deployment.md").read_text(encoding="utf-8")


def test_the_seven_services_are_there():
    assert set(SERVICES) == {"front", "setup", "web", "worker", "beat", "postgres", "redis"}


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "setup"])
def test_every_lasting_service_comes_up_again_and_has_a_health_check(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"]


def test_volumes_secrets_and_services_that_are_named_exist():
    for name, service in SERVICES.items():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (BASE / source).exists() or source == "./deploy/certs", (
                name,
                volume,
            )
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"]), name
        assert set(service.get("depends_on", ())) <= set(SERVICES), name


def test_secrets_come_by_file_and_are_made_by_the_script():
    script = (BASE / "deploy" / "make-secrets.sh").read_text()
    assert all(f"make {name} " in script for name in COMPOSE["secrets"])
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"KEY|PASSWORD|_URL", name):
                assert name.endswith("_FILE"), name
                assert value.startswith("/run/secrets/"), name


def test_only_the_front_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["front"]


def test_the_application_runs_as_nobody_special_and_writes_to_its_volume_only():
    for name in ("setup", "web", "worker", "beat"):
        assert SERVICES[name]["user"] == "10001:10001"
        assert SERVICES[name]["read_only"] is True
    assert re.search(r"^USER 10001", (BASE / "Dockerfile").read_text(), re.M)


def names_read():
    """Every environment name that the settings and the server's configuration read."""
    found = set()
    for path in ("zhangdian/settings.py", "zhangdian/env.py", "deploy/gunicorn.conf.py"):
        text = (BASE / path).read_text(encoding="utf-8")
        found |= set(re.findall(r"(?:env\.\w+|text|flag|number|words|environ\.get)\(\s*\"([A-Z][A-Z0-9_]+)\"", text))
    return found


def test_every_environment_name_is_in_the_deployment_page():
    assert [name for name in sorted(names_read()) if f"`{name}`" not in DEPLOYMENT] == []


def test_every_name_that_compose_gives_is_read_by_somebody():
    known = names_read() | {"SITE_HOST", "SITE_TLS"}
    for name, service in SERVICES.items():
        if name in ("postgres", "redis"):
            continue
        given = {word.removesuffix("_FILE") for word in service.get("environment", {})}
        assert given <= known, (name, given - known)
