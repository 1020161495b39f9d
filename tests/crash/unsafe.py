"""The control's web server: the product with its two guards of durability taken out.

Only the crash test starts it. It answers before the number is on the disk, as a server would whose
`synchronous_commit` somebody switched off and whose check nobody wrote.
"""

from mes.wsgi import application
from quality.actions.imei import taking
from quality.rules import holding

holding.SAFE["synchronous_commit"] = frozenset({"on", "off"})
for name in ("_SKIPPING", "_WAITING", "_THIS"):
    setattr(taking, name, getattr(taking, name).replace("'on', true", "'off', true"))

__all__ = ["application"]
