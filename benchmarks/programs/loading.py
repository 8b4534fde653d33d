"""Load a whole generated package: `loading.py PACKAGE`. Says how many modules, models and operations it has.

Every module is imported, with warnings as errors, and every model class is built. An operation counts once for each
method and path that a constant of the package has; `methods` counts those that a resource's method uses.
"""

import importlib
import json
import pkgutil
import sys
import warnings

KINDS = {"Operation", "PagedOperation", "StreamOperation", "DownloadOperation"}


def main() -> None:
    warnings.simplefilter("error")
    name = sys.argv[1]
    package = importlib.import_module(name)
    modules = [module.name for module in pkgutil.walk_packages(package.__path__, f"{name}.")]
    for module in modules:
        importlib.import_module(module)
    base = importlib.import_module(f"{name}._runtime").Model
    models, stack = 0, [base]
    while stack:
        kind = stack.pop()
        stack += kind.__subclasses__()
        kind.model_rebuild()
        if not kind.__pydantic_complete__:
            raise AssertionError(f"{kind} is not complete")
        models += 1
    keys = {
        (value.method, value.path)
        for module in modules
        if f"{name}.operations." in module
        for value in vars(sys.modules[module]).values()
        if type(value).__name__ in KINDS
    }
    print(json.dumps({"modules": len(modules), "models": models, "operations": len(keys)}))


if __name__ == "__main__":
    main()
