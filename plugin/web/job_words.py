"""What an error of the ledger asks an operator to do. Also read by the command."""


def N_(text: str) -> str:  # noqa: N802 - the name that collects a text for translation
    """Mark a text for translation; it is translated where it is shown."""
    return text


ADVICE = {
    "ConsentMissingError": N_("a permission is missing: alongside check microsoft"),
    "SignInNeededError": N_("the person must sign in to Microsoft again; their own page says so"),
    "RefusedError": N_("the other system will never take it: discard it, or report the code"),
    "GoneError": N_("the outside thing is gone; the page of these people offers to make it again"),
    "ConflictError": N_("somebody changed it meanwhile: try it again"),
    "TryLaterError": N_("the other system did not answer; it is tried again by itself"),
    "WorkerLost": N_("every worker that took it ended: look at their log before trying again"),
}
"""By the name of the error that the ledger keeps; anything else is a defect."""
DEFECT = N_("a defect: report the error and the job; the worker's log has the details")


def advice_on(error: str) -> str:
    """Return what to do about an error, in English."""
    return ADVICE.get(error.partition(":")[0], DEFECT)
