"""Builders: one function a table, `make_user(…)`, each with defaults that fit. Import them from here."""

from tests.builders.accounts import PASSPHRASE as PASSPHRASE
from tests.builders.accounts import make_committee as make_committee
from tests.builders.accounts import make_invitation as make_invitation
from tests.builders.accounts import make_user as make_user
from tests.builders.ballots import make_ballot as make_ballot
from tests.builders.consultations import make_consultation as make_consultation
from tests.builders.feedback import give_receipt as give_receipt
from tests.builders.feedback import make_comment as make_comment
from tests.builders.feedback import make_statement as make_statement
from tests.builders.feedback import make_unconfirmed as make_unconfirmed
from tests.builders.interchange import PolisExport as PolisExport
from tests.builders.law import make_law as make_law
from tests.builders.modules import make_block as make_block
from tests.builders.modules import make_module as make_module
from tests.builders.modules import make_version as make_version
from tests.builders.notices import make_notice as make_notice
from tests.builders.pages import make_line as make_line
from tests.builders.pages import make_text as make_text
from tests.builders.reports import make_judgements as make_judgements
from tests.builders.reports import make_report as make_report
from tests.builders.reports import make_total as make_total
from tests.builders.votes import make_votes as make_votes
from tests.builders.world import World as World
from tests.builders.world import make_world as make_world
