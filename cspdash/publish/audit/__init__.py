"""The auditor: what can be worked out of published cells, by whoever has nothing but them.

It knows what every reader knows: which areas make up which, which periods make up which, that a share's numerator is
no larger than its base, and the rule by which counts were rounded. It never sees a count.
"""

from cspdash.publish.audit.search import Audit, AuditTimeout, Narrow, audit

__all__ = ["Audit", "AuditTimeout", "Narrow", "audit"]
