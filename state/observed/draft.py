"""A reading that is written on: what AWS would tell after one change and the next.

Copying a whole reading for each of thousands of changes would take longer with every account. A draft also notes what
is looked up in it and what is written, so that only those claims have to be assessed again that looked at what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from state.observed import (
    Account,
    AccountCreation,
    Handshake,
    Identity,
    Observed,
    Organization,
    OrganizationalUnit,
    Policy,
    Role,
    Root,
    Surroundings,
    latest_of_each,
)
from state.observed.identity_center import Center
from state.observed.policy_limits import PolicyLimits
from state.observed.readiness import Readiness
from state.observed.seen import Absent, Unknown
from state.observed.settings import Setting, as_seen
from state.observed.survey import Survey

Thing = TypeVar("Thing")
Key = tuple[str, Hashable]
"""A field of a reading, and what one thing in it is called there; None for all of the field."""


SINGLES = (
    *("identity", "organization", "root", "trusted_services", "creations"),
    *("identity_center", "surroundings", "unseen", "survey", "policy_limits"),
)
"""Fields of a reading that are known or not as a whole."""


FIELDS = {"addresses": "accounts", "unit ids": "units"}
"""What keys call a second index into a field."""


@dataclass(slots=True)
class Notes:
    """What was looked up and what was written."""

    asked: set[Key] = field(default_factory=set)
    written: set[Key] = field(default_factory=set)


class Table(Generic[Thing]):
    """The things of one kind, by what they are called."""

    def __init__(self, name: str, called: Callable[[Thing], Hashable], notes: Notes) -> None:
        self._name = name
        self._called = called
        self._notes = notes
        self._all: tuple[Thing, ...] | None = ()
        self._by_name: dict[Hashable, Thing] = {}

    def get(self, name: Hashable) -> Thing | None:
        """The thing that is called so."""
        self._notes.asked.add((self._name, name))
        return self._by_name.get(name)

    def all(self) -> tuple[Thing, ...]:
        """All of them."""
        self._notes.asked.add((self._name, None))
        return self.as_they_are()

    def as_they_are(self) -> tuple[Thing, ...]:
        """The same without a note."""
        if self._all is None:
            self._all = tuple(self._by_name.values())
        return self._all

    def put(self, thing: Thing) -> None:
        """Add it, or write it in the place of the one with its name."""
        name = self._called(thing)
        self._by_name[name] = thing
        self._write(name)

    def drop(self, thing: Thing) -> None:
        """It is gone."""
        name = self._called(thing)
        if self._by_name.pop(name, None) is not None:
            self._write(name)

    def take(self, things: tuple[Thing, ...]) -> None:
        """From now on these, and no others. Only differences count as written."""
        if things is self._all:
            return
        by_name = {self._called(thing): thing for thing in things}
        for name in by_name.keys() | self._by_name.keys():
            if by_name.get(name) != self._by_name.get(name):
                self._write(name)
        self._by_name, self._all = by_name, things

    def _write(self, name: Hashable) -> None:
        self._all = None
        self._notes.written |= {(self._name, name), (self._name, None)}


class Draft(Observed):
    """Asked like any reading; and what is put into it is there from then on."""

    def __init__(self, observed: Observed) -> None:
        self.notes = notes = Notes()
        self._singles: dict[str, Any] = {}
        self._id_given = ""
        self._accounts_by_id = self._accounts = Table[Account]("accounts", lambda one: one.account_id, notes)
        self._accounts_by_email = self._addresses = Table[Account]("addresses", lambda one: one.email.lower(), notes)
        self._units_by_path = self._units = Table[OrganizationalUnit]("units", lambda one: one.path, notes)
        self._units_by_id = self._unit_ids = Table[OrganizationalUnit]("unit ids", lambda one: one.unit_id, notes)
        self._readiness_by_id = self._readiness = Table[Readiness]("readiness", lambda one: one.account_id, notes)
        self._roles_by_name = self._roles = Table[Role]("roles", lambda one: one.role_name.lower(), notes)
        self._policies_by_name = self._policies = Table[Policy](
            "policies", lambda one: (one.policy_type, one.policy_name), notes
        )
        self._settings_by_place = self._settings = Table[Setting](
            "settings", lambda one: (one.account_id, one.name), notes
        )
        self._handshakes = Table[Handshake]("handshakes", lambda one: one.handshake_id, notes)
        self.take(observed)

    def take(self, observed: Observed) -> None:
        """Go on from another reading."""
        for name in SINGLES:
            self._write(name, getattr(observed, name))
        self._accounts.take(observed.accounts)
        self._addresses.take(observed.accounts)
        self._units.take(observed.units)
        self._unit_ids.take(observed.units)
        self._readiness.take(observed.readiness)
        self._roles.take(observed.roles)
        self._policies.take(observed.policies)
        self._settings.take(observed.settings)
        self._handshakes.take(observed.handshakes)

    def observed(self) -> Observed:
        """The reading as it stands now."""
        return Observed(
            **self._singles,
            accounts=self._accounts.as_they_are(),
            units=self._units.as_they_are(),
            readiness=self._readiness.as_they_are(),
            roles=self._roles.as_they_are(),
            policies=self._policies.as_they_are(),
            settings=self._settings.as_they_are(),
            handshakes=self._handshakes.as_they_are(),
        )

    # Writing

    def put_organization(self, organization: Organization) -> None:
        """There is this organization, or it is like this now."""
        self._write("organization", organization)

    def put_root(self, root: Root) -> None:
        """It has this root, or it is like this now."""
        self._write("root", root)

    def put_trusted_service(self, service_principal: str) -> None:
        """The service may act in the organization."""
        self._write("trusted_services", tuple(sorted({*self.trusted_services, service_principal})))

    def put_identity_center(self, center: Center) -> None:
        """Identity Center is like this now."""
        self._write("identity_center", center)

    def put_account(self, account: Account) -> None:
        """The account is in the organization, or is like this now."""
        self._accounts.put(account)
        self._addresses.put(account)

    def put_unit(self, unit: OrganizationalUnit) -> None:
        """The unit is there."""
        self._units.put(unit)
        self._unit_ids.put(unit)

    def drop_unit(self, unit: OrganizationalUnit) -> None:
        """The unit is gone, or has another path."""
        self._units.drop(unit)
        self._unit_ids.drop(unit)

    def put_readiness(self, readiness: Readiness) -> None:
        """What came of stepping into an account."""
        self._readiness.put(readiness)

    def put_role(self, role: Role) -> None:
        """The role is there, or is like this now."""
        self._roles.put(role)

    def drop_role(self, role: Role) -> None:
        """The role is gone."""
        self._roles.drop(role)

    def put_policy(self, policy: Policy) -> None:
        """The policy is there, or is like this now."""
        self._policies.put(policy)

    def drop_policy(self, policy: Policy) -> None:
        """The policy is gone."""
        self._policies.drop(policy)

    def put_handshake(self, handshake: Handshake) -> None:
        """The handshake is there, or stands like this now."""
        self._handshakes.put(handshake)

    def put_setting(self, account: str, name: str, value: str) -> None:
        """A setting has this value, in an account that is there."""
        found = self.account_called(account)
        if found is not None:
            self._settings.put(Setting(found.account_id, name, as_seen(value)))

    def forget_settings(self, name: str) -> None:
        """Nobody knows any more how this setting is, in any account."""
        for setting in self._settings.as_they_are():
            if setting.name == name:
                self._settings.drop(setting)

    def suppose_seen(self) -> None:
        """AWS tells now what it did not for a passing reason, and there is nothing new in it."""
        self._write("unseen", tuple((field, why) for field, why in self.unseen if not why.passing))
        for each in self._readiness.as_they_are():
            if each.unseen:
                self._readiness.put(Readiness(each.account_id))
        for setting in self._settings.as_they_are():
            if isinstance(setting.seen, Unknown) and setting.seen.passing:
                self._settings.put(replace(setting, seen=Absent()))

    def new_id(self, stand_in: str) -> str:
        """The id of something just made: AWS's own where its answer had it, else what stands for it."""
        return self._id_given or stand_in

    @contextmanager
    def given(self, new_id: str) -> Iterator[Draft]:
        """What is put in here was made by AWS, which gave it this id; '' where its answer had none."""
        self._id_given = new_id
        yield self
        self._id_given = ""

    # Asking

    @property
    def identity(self) -> Identity | None:
        found: Identity | None = self._single("identity")
        return found

    @property
    def organization(self) -> Organization | None:
        found: Organization | None = self._single("organization")
        return found

    @property
    def root(self) -> Root | None:
        found: Root | None = self._single("root")
        return found

    @property
    def trusted_services(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self._single("trusted_services")
        return found

    @property
    def creations(self) -> tuple[AccountCreation, ...]:
        found: tuple[AccountCreation, ...] = self._single("creations")
        return found

    @property
    def identity_center(self) -> Center:
        found: Center = self._single("identity_center")
        return found

    @property
    def surroundings(self) -> Surroundings:
        found: Surroundings = self._single("surroundings")
        return found

    @property
    def survey(self) -> Survey:
        found: Survey = self._single("survey")
        return found

    @property
    def policy_limits(self) -> tuple[tuple[str, PolicyLimits], ...]:
        found: tuple[tuple[str, PolicyLimits], ...] = self._single("policy_limits")
        return found

    @property
    def unseen(self) -> tuple[tuple[str, Unknown], ...]:
        found: tuple[tuple[str, Unknown], ...] = self._single("unseen")
        return found

    def not_seen(self, keys: Iterable[Key]) -> Unknown | None:
        """Why something of what was looked up could not be looked at; None when all of it was seen."""
        return self.looked_at_in_vain({FIELDS.get(name, name) for name, _ in keys})

    @property
    def accounts(self) -> tuple[Account, ...]:
        return self._accounts.all()

    @property
    def units(self) -> tuple[OrganizationalUnit, ...]:
        return self._units.all()

    @property
    def readiness(self) -> tuple[Readiness, ...]:
        return self._readiness.all()

    @property
    def roles(self) -> tuple[Role, ...]:
        return self._roles.all()

    @property
    def policies(self) -> tuple[Policy, ...]:
        return self._policies.all()

    @property
    def settings(self) -> tuple[Setting, ...]:
        return self._settings.all()

    @property
    def handshakes(self) -> tuple[Handshake, ...]:
        return self._handshakes.all()

    @property
    def _latest_invitations(self) -> Mapping[str, Handshake]:
        return latest_of_each(self.invitations)

    def _single(self, name: str) -> Any:
        self.notes.asked.add((name, None))
        return self._singles[name]

    def _write(self, name: str, value: object) -> None:
        if name not in self._singles or self._singles[name] != value:
            self._singles[name] = value
            self.notes.written.add((name, None))
