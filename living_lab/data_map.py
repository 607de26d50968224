"""What this room keeps, why and how long."""

from cms.retention import UNTIL_ACCOUNT_ERASED, Basis, Record, describe, page_record

TASK = Basis.PARTICIPATION
IDEAS = "public ideas as long as the round; others deleted a year after the answers were due (living_lab.keeping)"
ANSWERS = "as long as the idea it answers: an idea that was taken down goes, a public one stays (living_lab.keeping)"
ROUND_LIFE = "as long as the round is public, then archived with the municipality's records"


def register() -> None:
    describe(
        Record(
            "living_lab.Round",
            ("id", "uuid", "name", "slug", "ideas_open", "ideas_close", "voting_open", "voting_close"),
            "the round and its dates",
            TASK,
            ROUND_LIFE,
        ),
        Record(
            "living_lab.Round",
            ("answers_due", "votes_each", "read_within_days"),
            "the round's rules",
            TASK,
            ROUND_LIFE,
        ),
        Record(
            "living_lab.Round",
            ("coordinator",),
            "who runs the round",
            TASK,
            UNTIL_ACCOUNT_ERASED,
            personal=True,
        ),
        Record(
            "living_lab.Round",
            ("secret",),
            "turns a voter's credential into the key of a ballot",
            TASK,
            "erased when the votes are counted",
        ),
        Record(
            "living_lab.Idea",
            ("id", "round", "state", "received_at", "decided_at", "return_reason", "return_note", "held"),
            "the way of an idea from telling to publishing",
            TASK,
            IDEAS,
        ),
        Record(
            "living_lab.Idea",
            ("title", "text", "language", "terms", "origin_kind", "origin_uuid"),
            "the idea itself; it has no author, but free text may name people until it is read",
            TASK,
            IDEAS,
            personal=True,
        ),
        Record(
            "living_lab.Idea",
            ("edit_key_hash",),
            "lets the writer follow and change the idea by a private link",
            TASK,
            "with the idea; the key itself is never stored",
        ),
        Record(
            "living_lab.Answer",
            ("id", "idea", "status", "text", "next_step", "language", "answered_on"),
            "the municipality's public answer",
            TASK,
            ANSWERS,
        ),
        Record(
            "living_lab.Answer",
            ("unit",),
            "who answers: the unit and, if it likes, a person to contact",
            TASK,
            ROUND_LIFE,
            personal=True,
        ),
        Record(
            "living_lab.Ballot",
            ("id", "round", "key", "choices", "held", "let_in"),
            "one credential's choices, and whether the coordinator looks first since many came from its network; "
            "no person, no time and no network",
            TASK,
            "deleted when the votes are counted",
        ),
        Record(
            "living_lab.Result",
            ("id", "round", "ballots", "votes", "held", "let_in", "totals", "file", "sha256", "is_wiped"),
            "the frozen result, for anyone to recount",
            TASK,
            ROUND_LIFE,
        ),
        page_record("living_lab.RoundIndexPage", "body", "vote_page", "rules_page"),
        page_record(
            "living_lab.RoundPage",
            *("round", "decision", "for_whom"),
            purpose="the round's words in one language",
            retention=ROUND_LIFE,
        ),
    )
