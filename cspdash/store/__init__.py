"""The store: releases, the hardened reader, queries, checks, exports."""
