"""A pretend Microsoft 365: sign-in, Graph, a calendar and a document library to look at.

Entered through `create_microsoft365` and `mailbox.start_smtp`. Imports nothing of the tool.
"""

from .app import EXTENSION, Parts, create_microsoft365
from .mailbox import start_smtp

__all__ = ["EXTENSION", "Parts", "create_microsoft365", "start_smtp"]
