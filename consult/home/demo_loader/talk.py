"""One round as it went: who wrote, answered, voted, decided and withdrew, each act in its hour and by its own person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation
from consult.feedback import services
from consult.feedback.models import Comment, Kind, Stance, Statement, Visibility
from consult.feedback.services import Target
from consult.home.demo_loader.calendar import Days, Timeline
from consult.home.demo_loader.content import StatementLine
from consult.home.demo_loader.opinions import Said
from consult.home.demo_loader.people import SOURCE, Crowd, Staff
from consult.home.demo_loader.sayings import Saying
from consult.home.demo_loader.votes import answers, moment_between
from consult.moderation import services as moderation
from consult.moderation.models import Reason


@dataclass
class Talk:
    """The feedback of one consultation, noted on a timeline and then played."""

    consultation: Consultation
    days: Days
    crowd: Crowd
    staff: Staff
    timeline: Timeline = field(default_factory=Timeline)
    comments: dict[str, Comment] = field(default_factory=dict)  # those posted so far, by their number in the file

    def play(
        self, sayings: Sequence[Saying], statements: Sequence[tuple[Statement, StatementLine]] = (), opinions: Sequence[Said] = ()
    ) -> None:
        """Let it all happen."""
        for saying in sayings:
            self._note(saying)
        for said in opinions:
            at = moment_between(said.item, said.voter, self.days.opens_at, self.days.voted_until)
            self.timeline.note(at, partial(self._judge, said))
        for statement, line in statements:
            self._note_answers(statement, line)
        self.timeline.play()

    def _note(self, saying: Saying) -> None:
        """One comment, what became of it, and the votes while it was public."""
        self.timeline.note(saying.posted_at, partial(self._post, saying))
        if saying.settled_at:
            self.timeline.note(saying.settled_at, partial(self._settle, saying))
        public = saying.public(self.days.voted_until)
        if public:
            self._note_votes(saying, *public)

    def _note_votes(self, saying: Saying, earliest: datetime, latest: datetime) -> None:
        author = self.crowd.authors[saying.source_id]
        others = [voter for voter in self.crowd.voters if voter is not author]
        item = f"comment {saying.source_id}"
        for voter, stance in answers(item, others, saying.answers):
            self.timeline.note(moment_between(item, voter, earliest, latest), partial(self._vote, saying, voter, stance))

    def _note_answers(self, statement: Statement, line: StatementLine) -> None:
        item = f"statement {statement.number}"
        for voter, stance in answers(item, self.crowd.voters, line):
            at = moment_between(item, voter, self.days.opens_at, self.days.voted_until)
            self.timeline.note(at, partial(services.answer_statement, voter, statement, stance))

    def _post(self, saying: Saying) -> None:
        comment = self._posted(saying, self.crowd.authors[saying.source_id])
        comment.kind, comment.source, comment.source_id = saying.kind, SOURCE, saying.source_id
        self.comments[saying.source_id] = comment

    def _posted(self, saying: Saying, author: User) -> Comment:
        if saying.parent:
            return services.reply_to_comment(author, self.comments[saying.parent], body=saying.body, lang=saying.lang, more=saying.more)
        target = self._target(saying.module_id, saying.block_key)
        kind = saying.kind or Kind.EXPERIENCE
        return services.post_comment(author, target, kind=kind, body=saying.body, lang=saying.lang, more=saying.more)

    def _settle(self, saying: Saying) -> None:
        """The moderator publishes or hides it, or its author takes it back."""
        comment, moderator = self.comments[saying.source_id], self.staff.people[Role.MODERATOR]
        if saying.fate is Visibility.WITHDRAWN:
            services.withdraw_comment(self.crowd.authors[saying.source_id], comment)
        elif saying.fate is Visibility.HIDDEN:
            moderation.hide_comment(moderator, comment, reason=saying.reason or Reason.ERROR)
        else:
            moderation.publish_comment(moderator, comment)

    def _vote(self, saying: Saying, voter: User, stance: Stance) -> None:
        services.vote_on_comment(voter, self.comments[saying.source_id], stance)

    def _judge(self, said: Said) -> None:
        services.cast_ballot(
            said.voter,
            self._target(said.module_id, said.section_key),
            readiness=said.readiness,
            importance=said.importance,
            reasons=said.reasons,
            reason=said.reason,
            lang=said.lang,
        )

    def _target(self, module_id: int, key: str) -> Target:
        entry = next(entry for entry in self.consultation.modules if entry.module_id == module_id)
        return Target(self.consultation, entry.module_id, entry.version_id, key)
