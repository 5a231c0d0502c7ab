"""Shapes of what people give about themselves, and of what administrators give about roles."""

from consult.accounts.forms.about import ProfileForm, SelfIdentificationForm
from consult.accounts.forms.own import AddressForm, JoinForm, PassphraseForm, SettingsForm, SignInForm
from consult.accounts.forms.roles import CommitteeForm, FirstAdministratorForm, GrantForm, InviteForm, NewcomerForm, ReplaceForm, RoleForm

__all__ = [
    "AddressForm",
    "CommitteeForm",
    "FirstAdministratorForm",
    "GrantForm",
    "InviteForm",
    "JoinForm",
    "NewcomerForm",
    "PassphraseForm",
    "ProfileForm",
    "ReplaceForm",
    "RoleForm",
    "SelfIdentificationForm",
    "SettingsForm",
    "SignInForm",
]
