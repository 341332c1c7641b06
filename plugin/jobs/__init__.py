"""Background work: takes what is due from the ledger and calls one service."""
