"""The engines that the tests of the search run on."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings

ENGINES = ["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(scope="module", params=ENGINES)
def on_engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run the tests of a module on each engine; a real Elasticsearch is at ELASTICSEARCH_URL."""
    url = os.environ.get("ELASTICSEARCH_URL", "")
    if request.param == "elasticsearch" and not url:
        pytest.skip("no ELASTICSEARCH_URL (tests/services/elasticsearch.sh run …)")
    before = settings.SEARCH
    own = {"URLS": [url], "INDEX_PREFIX": f"test-{os.getpid()}"}
    settings.SEARCH = {**before, "ENGINE": request.param, **own}
    yield request.param
    settings.SEARCH = before
