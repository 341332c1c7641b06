"""Every Graph error has a meaning for the services."""

import pytest

from graph import errors as graph
from plugin.gateways.graph_errors import translated
from plugin.ports import errors as ports

MEANS = {
    graph.GraphUnavailableError: ports.TryLaterError,
    graph.GraphOutcomeUnknownError: ports.TryLaterError,
    graph.GraphConflictError: ports.TryLaterError,
    graph.GraphSignInNeededError: ports.SignInNeededError,
    graph.GraphAccountRefusedError: ports.SignInNeededError,
    graph.GraphForbiddenError: ports.ConsentMissingError,
    graph.GraphSetupError: ports.ConsentMissingError,
    graph.GraphNotFoundError: ports.GoneError,
    graph.GraphNoMailboxError: ports.RefusedError,
    graph.GraphContractError: ports.RefusedError,
}


def every_kind(base=graph.GraphError):
    return [base, *(one for kind in base.__subclasses__() for one in every_kind(kind))]


@pytest.mark.parametrize("kind", every_kind())
def test_translation_is_complete(kind):
    wanted = next((MEANS[one] for one in kind.__mro__ if one in MEANS), ports.RefusedError)

    with pytest.raises(ports.OutsideError) as caught, translated():
        raise kind("x")

    assert type(caught.value) is wanted
    assert isinstance(caught.value.__cause__, kind)


def test_every_kind_was_thought_of():
    assert set(graph.GraphError.__subclasses__()) == set(MEANS)


def test_the_wait_that_was_asked_for_is_kept():
    error = graph.GraphUnavailableError("throttled")
    error.after_s = 30.0

    with pytest.raises(ports.TryLaterError) as caught, translated():
        raise error

    assert caught.value.after_s == 30.0


@pytest.mark.parametrize(
    ("kind", "code"),
    [(graph.GraphNoMailboxError, "no-mailbox"), (graph.GraphContractError, "not-understood")],
)
def test_a_refusal_is_a_code_without_personal_data(kind, code):
    with pytest.raises(ports.RefusedError) as caught, translated():
        raise kind("ada@uni.example")

    assert str(caught.value) == code
