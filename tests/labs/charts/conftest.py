from tests.labs.figures.conftest import dataset, resource

__all__ = ["dataset", "resource"]
