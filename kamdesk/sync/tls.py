"""Whom a laptop trusts: the certificates that its operating system trusts, and nobody by exception."""

from __future__ import annotations

import ssl

import truststore


def system_trust() -> ssl.SSLContext:
    """TLS that checks name and certificate against the system's trust store, company certificates included."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
