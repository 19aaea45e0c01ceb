from tests.labs.figures.conftest import dataset, resource, tree

__all__ = ["dataset", "resource", "tree"]
