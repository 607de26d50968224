"""What this room keeps, why and how long; and what the packages it stands on keep of people."""

from cms.retention import (
    UNTIL_ACCOUNT_ERASED,
    UNTIL_DELETED,
    WITH_ACCOUNT,
    WITH_OBJECT,
    Basis,
    Record,
    describe,
    page_record,
)


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    describe(*staff(), *places(), *pages(), *media(), *running(), *of_packages())


def staff() -> list[Record]:
    return [
        Record(
            "cms.User",
            ("username", "first_name", "last_name", "email"),
            "who a member of staff is, and how to reach them",
            Basis.STAFF_WORK,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "cms.User",
            ("password", "must_change_password", "last_login", "date_joined"),
            "signing in safely; the password only as a salted hash",
            Basis.SECURITY,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "cms.User",
            ("is_superuser", "is_staff", "is_active", "groups", "user_permissions"),
            "what the account may do",
            Basis.SECURITY,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "cms.User",
            ("notices",),
            "how often the person wants mail about what waits",
            Basis.STAFF_WORK,
            WITH_ACCOUNT,
            personal=True,
        ),
    ]


def places() -> list[Record]:
    return [
        Record(
            "cms.Municipality",
            ("site", "name", "phone", "email", "place", "crisis_phone", "checked_on"),
            "whose site it is and how to reach the municipality; offices, not persons",
            Basis.INFORMING,
            UNTIL_DELETED,
        ),
        Record(
            "cms.Place",
            ("uuid", "name", "building", "street_address", "postal_code", "city", "phone", "checked_on"),
            "where one can meet the workers; the phone is the place's own",
            Basis.INFORMING,
            UNTIL_DELETED,
        ),
        Record(
            "cms.OpeningHours",
            ("place", "weekday", "opens", "closes"),
            "when the door is open",
            Basis.INFORMING,
            WITH_OBJECT,
        ),
        Record(
            "cms.OpeningException",
            ("place", "date", "opens", "closes", "reason"),
            "days that differ from the week; the reason says nothing of a person",
            Basis.INFORMING,
            WITH_OBJECT,
        ),
    ]


def pages() -> list[Record]:
    return [
        page_record("cms.HomePage", "body", "action_label", "action_page", "second_label", "second_page"),
        page_record("cms.ContentPage", "body"),
        page_record("cms.ModelPage", "body"),
        page_record("cms.OpastamoPage", "body", "place"),
    ]


def media() -> list[Record]:
    about_file = ("file", "file_size", "file_hash", "created_at", "collection", "tags", "uuid")
    about_picture = ("width", "height", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    return [
        Record(
            "cms.SiteImage",
            (*about_file, *about_picture, "title", "description", "alt_text"),
            "a picture for pages; may show people, who have agreed to it",
            Basis.AGREEMENT,
            "until staff delete it, or a person in it takes the agreement back",
            personal=True,
        ),
        Record(
            "cms.SiteImage",
            ("credit", "licence"),
            "who made the picture, and under which licence it is used",
            Basis.COPYRIGHT,
            WITH_OBJECT,
            personal=True,
        ),
        Record(
            "cms.SiteImage",
            ("uploaded_by_user",),
            "whom to ask about the picture",
            Basis.STAFF_WORK,
            UNTIL_ACCOUNT_ERASED,
            personal=True,
        ),
        Record(
            "cms.SiteRendition",
            ("image", "file", "width", "height", "filter_spec", "focal_point_key"),
            "the picture in the sizes pages use",
            Basis.INFORMING,
            WITH_OBJECT,
            personal=True,
        ),
        Record("cms.SiteDocument", (*about_file, "title"), "a file to download", Basis.INFORMING, UNTIL_DELETED),
        Record(
            "cms.SiteDocument",
            ("uploaded_by_user",),
            "whom to ask about the file",
            Basis.STAFF_WORK,
            UNTIL_ACCOUNT_ERASED,
            personal=True,
        ),
    ]


def running() -> list[Record]:
    return [
        Record(
            "cms.SameWords",
            ("uuid", "language", "words"),
            "words that search takes for each other",
            Basis.INFORMING,
            UNTIL_DELETED,
        ),
        Record(
            "cms.PageVersion",
            ("room", "language", "value"),
            "what a kept page was made from",
            Basis.RUNNING,
            "always, a number",
        ),
        Record(
            "cms.JobRun",
            ("name", "started_at", "succeeded", "message", "locked_until"),
            "when each job last ran and how it went",
            Basis.RUNNING,
            "until the job's next run",
        ),
    ]


def of_packages() -> list[Record]:
    """Personal data in the tables of Django, Wagtail and allauth."""
    return [
        Record(
            "sessions.Session",
            ("session_key", "session_data", "expire_date"),
            "a member of staff stays signed in",
            Basis.SECURITY,
            "12 hours, then deleted the next night",
            personal=True,
        ),
        Record(
            "account.EmailAddress",
            ("user", "email", "verified", "primary"),
            "signing in and setting a new password",
            Basis.SECURITY,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "mfa.Authenticator",
            ("user", "type", "data", "created_at", "last_used_at"),
            "the second step of signing in",
            Basis.SECURITY,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "wagtailusers.UserProfile",
            ("user", "preferred_language", "current_time_zone", "avatar", "dismissibles", "theme"),
            "how a member of staff likes the staff pages",
            Basis.STAFF_WORK,
            WITH_ACCOUNT,
            personal=True,
        ),
        *(
            Record(
                model,
                ("user", "action", "label", "data", "timestamp", "revision", "uuid"),
                "who did what to the content",
                Basis.SECURITY,
                "with the municipality's records; after an account is erased it names nobody",
                personal=True,
            )
            for model in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry")
        ),
        Record(
            "wagtailcore.Revision",
            ("user", "created_at", "content", "object_str"),
            "earlier forms of a page, and who wrote them",
            Basis.STAFF_WORK,
            "with the page; after an account is erased it names nobody",
            personal=True,
        ),
        *(
            Record(
                model,
                ("user", "text", "created_at"),
                "staff talk about a page",
                Basis.STAFF_WORK,
                WITH_OBJECT,
                personal=True,
            )
            for model in ("wagtailcore.Comment", "wagtailcore.CommentReply")
        ),
        Record(
            "django_tasks_database.DBTaskResult",
            ("args_kwargs", "return_value", "traceback", "finished_at"),
            "work done in the background, such as sending mail",
            Basis.STAFF_WORK,
            "14 days after it is done",
            personal=True,
        ),
    ]
