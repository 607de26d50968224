"""What this room keeps, why and how long; and what the packages it stands on keep of people."""

from cms.retention import Record, describe

INFORMING = "kuntalaki 29 §, GDPR 6(1)(e)"
STAFF_WORK = "GDPR 6(1)(e): the municipality's work needs accounts it can answer for"
SECURITY = "GDPR 6(1)(c) and 32: access must be controlled and traceable"
RUNNING = "no personal data; the site needs it to run"
UNTIL_DELETED = "until staff delete it"
WITH_ACCOUNT = "with the account, which is erased when the work ends"
WITH_OBJECT = "with what it belongs to"


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    describe(*staff(), *places(), *pages(), *media(), *running(), *of_packages())


def staff() -> list[Record]:
    return [
        Record(
            "cms.User",
            ("username", "first_name", "last_name", "email"),
            "who a member of staff is, and how to reach them",
            STAFF_WORK,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "cms.User",
            ("password", "must_change_password", "last_login", "date_joined"),
            "signing in safely; the password only as a salted hash",
            SECURITY,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "cms.User",
            ("is_superuser", "is_staff", "is_active", "groups", "user_permissions"),
            "what the account may do",
            SECURITY,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "cms.User",
            ("notices",),
            "how often the person wants mail about what waits",
            STAFF_WORK,
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
            INFORMING,
            UNTIL_DELETED,
        ),
        Record(
            "cms.Place",
            ("uuid", "name", "building", "street_address", "postal_code", "city", "phone", "checked_on"),
            "where one can meet the workers; the phone is the place's own",
            INFORMING,
            UNTIL_DELETED,
        ),
        Record(
            "cms.OpeningHours",
            ("place", "weekday", "opens", "closes"),
            "when the door is open",
            INFORMING,
            WITH_OBJECT,
        ),
        Record(
            "cms.OpeningException",
            ("place", "date", "opens", "closes", "reason"),
            "days that differ from the week; the reason says nothing of a person",
            INFORMING,
            WITH_OBJECT,
        ),
    ]


def pages() -> list[Record]:
    common = ("lead", "art", "menu_title", "body")
    own: dict[str, tuple[str, ...]] = {
        "cms.HomePage": (*common, "action_label", "action_page", "second_label", "second_page"),
        "cms.ContentPage": common,
        "cms.ModelPage": common,
        "cms.OpastamoPage": (*common, "place"),
    }
    return [Record(model, fields, "a public page", INFORMING, UNTIL_DELETED) for model, fields in own.items()]


def media() -> list[Record]:
    about_file = ("file", "file_size", "file_hash", "created_at", "collection", "tags", "uuid")
    about_picture = ("width", "height", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    return [
        Record(
            "cms.SiteImage",
            (*about_file, *about_picture, "title", "description", "alt_text"),
            "a picture for pages; may show people, who have agreed to it",
            "GDPR 6(1)(a) for people in it, else 6(1)(e)",
            "until staff delete it, or a person in it takes the agreement back",
            personal=True,
        ),
        Record(
            "cms.SiteImage",
            ("credit", "licence"),
            "who made the picture, and under which licence it is used",
            "tekijänoikeuslaki 3 §, GDPR 6(1)(c)",
            WITH_OBJECT,
            personal=True,
        ),
        Record(
            "cms.SiteImage",
            ("uploaded_by_user",),
            "whom to ask about the picture",
            STAFF_WORK,
            "until the account is erased",
            personal=True,
        ),
        Record(
            "cms.SiteRendition",
            ("image", "file", "width", "height", "filter_spec", "focal_point_key"),
            "the picture in the sizes pages use",
            INFORMING,
            WITH_OBJECT,
            personal=True,
        ),
        Record("cms.SiteDocument", (*about_file, "title"), "a file to download", INFORMING, UNTIL_DELETED),
        Record(
            "cms.SiteDocument",
            ("uploaded_by_user",),
            "whom to ask about the file",
            STAFF_WORK,
            "until the account is erased",
            personal=True,
        ),
    ]


def running() -> list[Record]:
    return [
        Record(
            "cms.PageVersion",
            ("room", "language", "value"),
            "what a kept page was made from",
            RUNNING,
            "always, a number",
        ),
        Record(
            "cms.JobRun",
            ("name", "started_at", "finished_at", "succeeded", "message", "locked_until"),
            "when each job last ran and how it went",
            RUNNING,
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
            SECURITY,
            "12 hours, then deleted the next night",
            personal=True,
        ),
        Record(
            "account.EmailAddress",
            ("user", "email", "verified", "primary"),
            "signing in and setting a new password",
            SECURITY,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "mfa.Authenticator",
            ("user", "type", "data", "created_at", "last_used_at"),
            "the second step of signing in",
            SECURITY,
            WITH_ACCOUNT,
            personal=True,
        ),
        Record(
            "wagtailusers.UserProfile",
            ("user", "preferred_language", "current_time_zone", "avatar", "dismissibles", "theme"),
            "how a member of staff likes the staff pages",
            STAFF_WORK,
            WITH_ACCOUNT,
            personal=True,
        ),
        *(
            Record(
                model,
                ("user", "action", "label", "data", "timestamp", "revision", "uuid"),
                "who did what to the content",
                SECURITY,
                "with the municipality's records; after an account is erased it names nobody",
                personal=True,
            )
            for model in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry")
        ),
        Record(
            "wagtailcore.Revision",
            ("user", "created_at", "content", "object_str"),
            "earlier forms of a page, and who wrote them",
            STAFF_WORK,
            "with the page; after an account is erased it names nobody",
            personal=True,
        ),
        *(
            Record(
                model, ("user", "text", "created_at"), "staff talk about a page", STAFF_WORK, WITH_OBJECT, personal=True
            )
            for model in ("wagtailcore.Comment", "wagtailcore.CommentReply")
        ),
        Record(
            "django_tasks_database.DBTaskResult",
            ("args_kwargs", "return_value", "traceback", "finished_at"),
            "work done in the background, such as sending mail",
            STAFF_WORK,
            "14 days after it is done",
            personal=True,
        ),
    ]
