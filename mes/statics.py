"""Hashed static files whose ES modules import each other by relative path, without import maps."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no stubs
    support_js_module_import_aggregation = True
