"""Reading the certificate that the application proves itself with."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from config import Secret
from graph.accounts import Certificate


def certificate(pem: Secret[str] | None) -> Certificate:
    """Return the parts of a PEM file that holds a private key and its certificate.

    Raises:
        ValueError: one of the two is missing.

    """
    text = pem.reveal() if pem else ""
    key = serialization.load_pem_private_key(text.encode(), password=None)
    public = x509.load_pem_x509_certificate(text.encode())
    return Certificate(
        private_key=key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        public_certificate=public.public_bytes(serialization.Encoding.PEM).decode(),
        thumbprint=public.fingerprint(hashes.SHA256()).hex(),
    )
