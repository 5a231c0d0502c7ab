"""Every act leaves an entry in the history: each verb records, or stands here with the reason why not."""

import ast
from collections.abc import Iterator

from tests.support.source import Module, called, modules, public_functions

OWN_ACCOUNT = "what people do with their own account is theirs; the history is of acts on others and of what is published"
OWN_ANSWERS = "that somebody said something of themself, and when, is nobody's to keep in a history that cannot be erased"
A_STEP = "a step of the verbs that call it, which record"
WORK = "runs the queue; the work itself records"
VOTE = "votes have a history of their own and a sealed count in each snapshot"

# "feature.function": "why it leaves no entry".
LEAVES_NO_ENTRY = {
    "accounts.ask_about_oneself": OWN_ACCOUNT,
    "accounts.change_profile": OWN_ACCOUNT,
    "accounts.change_settings": OWN_ACCOUNT,
    "accounts.check_scope": "reads only",
    "accounts.delete_answers": OWN_ANSWERS,
    "accounts.delete_profile": OWN_ACCOUNT,
    "accounts.confirm_address": OWN_ACCOUNT,
    "accounts.issue_link": OWN_ACCOUNT,
    "accounts.issue_setup_link": "the link is printed for whoever runs the site; its use records",
    "accounts.join": OWN_ACCOUNT,
    "accounts.keep_answers": OWN_ANSWERS,
    "accounts.may_keep_answers": "reads only",
    "accounts.prepare_answers_key": "makes a file, once; nobody is touched by it",
    "accounts.recognize": OWN_ACCOUNT,
    "accounts.request_reset": OWN_ACCOUNT,
    "accounts.reset_passphrase": OWN_ACCOUNT,
    "accounts.revoke_sessions": OWN_ACCOUNT,
    "accounts.send_confirmation_again": OWN_ACCOUNT,
    "accounts.settle_invitation": OWN_ACCOUNT,
    "consultations.begin_history": A_STEP,
    "consultations.change_terms": A_STEP,
    "consultations.free_slug": A_STEP,
    "consultations.hold": A_STEP,
    "consultations.keep_terms": A_STEP,
    "consultations.missing_parts": "reads only",
    "consultations.refuse_if_overtaken": A_STEP,
    "consultations.renew": A_STEP,
    "consultations.taken_parts": "reads only",
    "consultations.renew_all": A_STEP,
    "accounts.person_behind": "a step of sending a comment, which records",
    "feedback.appear": "reads only",
    "feedback.ask_to_confirm": "nothing is said yet: it waits as a draft does",
    "feedback.change_visibility": A_STEP,
    "feedback.chosen_quote": "reads only",
    "feedback.clean_body": A_STEP,
    "feedback.count_published": A_STEP,
    "feedback.insert_once": "a step of sending a comment, which records",
    "feedback.is_fresh": "reads only",
    "feedback.marked": "reads only",
    "feedback.refuse_second": "reads only",
    "feedback.sent_first": "reads only",
    "feedback.wait_once": "nothing is said yet: it waits as a draft does",
    "feedback.keep_quote": A_STEP,
    "feedback.lock": A_STEP,
    "feedback.mark_quote": A_STEP,
    "feedback.answer_statement": VOTE,
    "feedback.cast_ballot": VOTE,
    "feedback.casting": A_STEP,
    "feedback.refuse_if_closed": A_STEP,
    "feedback.refuse_if_no_votes": A_STEP,
    "feedback.refuse_other_words": "reads only",
    "feedback.rewrite": A_STEP,
    "feedback.section_of": "reads only",
    "feedback.send_link_again": "mails again what waits",
    "feedback.taking_part": A_STEP,
    "feedback.suggest_wording": "a step of sending a comment, which records",
    "feedback.target_of": "reads only",
    "feedback.trace_contribution": "reads only",
    "feedback.vote_on_comment": VOTE,
    "home.check": "reads only",
    "home.mend": "sets counters to what the rows say: nothing is decided",
    "home.migrate": "changes the schema; Alembic notes the revision",
    "home.set_up_demo": "fills an empty database: there was nothing to change",
    "interchange.accounts": A_STEP,
    "interchange.chunks": "reads only",
    "interchange.count_answers": A_STEP,
    "interchange.count_comments": A_STEP,
    "interchange.differences": "reads only",
    "interchange.follow": A_STEP,
    "interchange.insert_rows": A_STEP,
    "interchange.known_comments": "reads only",
    "interchange.known_contributions": "reads only",
    "interchange.one_language": "reads only",
    "interchange.section_source_ids": "reads only",
    "interchange.set_where_different": A_STEP,
    "interchange.statement_ids": "reads only",
    "interchange.update_rows": A_STEP,
    "interchange.write_blocks": A_STEP,
    "interchange.write_consultation": A_STEP,
    "interchange.write_modules": A_STEP,
    "interchange.write_section_statements": A_STEP,
    "interchange.write_statements": A_STEP,
    "interchange.write_totals": A_STEP,
    "interchange.write_votes": A_STEP,
    "jobs.beat": WORK,
    "jobs.enqueue": WORK,
    "jobs.run": WORK,
    "jobs.start_recurring": WORK,
    "jobs.sweep": WORK,
    "jobs.take_tick": WORK,
    "moderation.answer_flags": A_STEP,
    "moderation.remind_authors": "the notice is the entry",
    "moderation.tell_author": A_STEP,
    "moderation.write_decision": A_STEP,
    "modules.carried_over": "reads only",
    "modules.reword": "nothing is written yet",
    "modules.export_module": "reads only",
    "modules.new_key": "reads only",
    "modules.propose": "reads only",
    "modules.say": A_STEP,
    "modules.set_fingerprint": A_STEP,
    "notices.mark_read": OWN_ACCOUNT,
    "notices.tell": "the notice is the entry",
}


def services() -> Iterator[tuple[Module, ast.FunctionDef]]:
    """Every public function of every services room but that of the history itself."""
    for module in modules().values():
        if module.room == "services" and module.feature != "audit":
            for function in public_functions(module):
                yield module, function


def records(module: Module, function: ast.FunctionDef) -> bool:
    """It calls `record`, itself or by way of the functions of its feature that it calls."""
    return _records(module.feature, function.name, set())


def _records(feature: str, name: str, seen: set[str]) -> bool:
    bodies = [node for module in modules().values() if module.feature == feature for node in module.tree.body]
    for body in (node for node in bodies if isinstance(node, ast.FunctionDef) and node.name == name):
        names = {called(node).rpartition(".")[2] for node in ast.walk(body) if isinstance(node, ast.Call)}
        if "record" in names or any(_records(feature, one, seen | {name}) for one in names - seen - {name}):
            return True
    return False


def test_every_service_leaves_an_entry():
    faults = [
        f"{module.place}:{function.lineno} {function.name} leaves no entry: call record(…), or give the reason in LEAVES_NO_ENTRY."
        for module, function in services()
        if f"{module.feature}.{function.name}" not in LEAVES_NO_ENTRY and not records(module, function)
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_every_exception_is_still_needed():
    known = {f"{module.feature}.{function.name}": records(module, function) for module, function in services()}
    idle = [name for name in LEAVES_NO_ENTRY if known.get(name, True)]
    assert not idle, f"These record, or are gone: take them out of LEAVES_NO_ENTRY: {idle}"
