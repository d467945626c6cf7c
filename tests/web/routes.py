"""Who is let in where: one line for every route. ``test_gate`` walks the resolver and fails when a route has no line.

To add a route, add a line: its full name, what stands in its address (a key of ``Things`` in test_gate, when the defaults
there do not fit), and one letter for each of the people below, in this order:

    nobody · applicant with number and code · clerk · handler (of the case's unit) · reviewer (of it) · signer · head ·
    auditor · system administrator · clerk of another organ

    o  let in (200, a redirect elsewhere than to signing in, or a refusal of bad input: 400, 405, 409, 422)
    L  sent to sign in, or to give number and code        x  refused (403 or 404), and nothing of the case stands on the page

``post=True`` asks by POST with empty input instead of GET. A namespace with ``*`` stands for all its routes.
"""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE = (
    "nobody", "applicant", "clerk", "handler", "reviewer", "signer", "head", "auditor", "system_administrator", "neighbour",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Route:
    """A line of the table."""

    who: str
    thing: str = ""
    post: bool = False


# fmt: off
EVERYBODY   = "oooooooooo"
SIGNED_IN   = "LLoooooooo"
DESK        = "LLoooooxxo"  # everybody who does casework, each with their own cases
OFFICE      = "LLoxxxoxxo"  # clerks and heads, each in their own organ
CASE        = "LLoooooxxx"  # whoever sees the case
NOBODY_HERE = "LLxxxxxxxx"
OFFICE_OF   = "LLoxxxoxxx"  # clerks and heads of the case's own organ
READ_REMEDY = "LLoxxooxxx"  # the office of the organ; units handle applications only
REPORT      = "LLoxoooxxx"  # whoever writes or reviews the organ's annual reports
NOBODY_ELSE = "LLLLLLLLLL"  # who has signed in to an applicant's account, and nobody of the platform's people
FOLLOWER    = "LoLLLLLLLL"  # who gave the number and the code, however high others stand
ROUTES: dict[str, Route] = {
    # Signing in (allauth)
    "account_login":                    Route(EVERYBODY),
    "account_logout":                   Route(EVERYBODY),
    "account_signup":                   Route(EVERYBODY),  # says that nobody signs up
    "account_inactive":                 Route(EVERYBODY),
    "account_reauthenticate":           Route(SIGNED_IN),
    "account_change_password":          Route(SIGNED_IN),
    "mfa_index":                        Route(SIGNED_IN),
    "mfa_authenticate":                 Route(SIGNED_IN),
    "mfa_deactivate_totp":              Route("LLxxxxxoox"),  # whoever has one
    "mfa_reauthenticate":               Route(SIGNED_IN),
    "mfa_activate_totp":                Route(SIGNED_IN),
    "mfa_view_recovery_codes":          Route(NOBODY_HERE),  # the people of the tests have none
    "mfa_generate_recovery_codes":      Route(SIGNED_IN),
    "mfa_download_recovery_codes":      Route(NOBODY_HERE),
    "usersessions_list":                Route(SIGNED_IN),
    # The three administrators
    "admin:*":                          Route("LLxxxxxxox"),
    "admin:auth_user_password_change": Route("LLxxxxxxox", thing="person"),
    "admin:autocomplete":               Route(NOBODY_HERE),  # without a question
    "admin:view_on_site":               Route(NOBODY_HERE),
    "admin:system/(?P<url>.*)$":        Route(NOBODY_HERE, "nothing"),
    "admin:organs_organ_delete":        Route(NOBODY_HERE),  # what history refers to is not deleted
    "admin:organs_unit_delete":         Route(NOBODY_HERE),
    "admin:organs_person_delete":       Route(NOBODY_HERE),
    "admin:organs_post_delete":         Route(NOBODY_HERE),
    "settings:all":                     Route("LLxxxxxxox"),
    "settings:one":                     Route("LLxxxxxxox", thing="fee_payment"),
    "settings:confirm":                 Route("LLxxxxxxox", thing="fee_payment", post=True),
    "calendar:years":                   Route("LLxxxxxxox"),
    "calendar:confirm":                 Route("LLxxxxxxox", post=True),
    "calendar:progress":                Route("LLxxxxxxox"),
    "security:*":                       Route("LLxxxxxxxx"),
    "audit:*":                          Route("LLxxxxxoxx"),
    "audit:autocomplete":               Route(NOBODY_HERE),
    "audit:view_on_site":               Route(NOBODY_HERE),
    "audit:app_list":                   Route("LLxxxxxoxx", "review"),
    "audit:audit/(?P<url>.*)$":         Route(NOBODY_HERE, "nothing"),
    "audit:review_logentry_add":        Route(NOBODY_HERE),  # the log is only read
    "audit:review_logentry_delete":     Route(NOBODY_HERE),
    # The desk
    "desk:queue":                       Route(SIGNED_IN),  # administrators are told that they handle no cases
    "desk:find_applicant":              Route(DESK, post=True),
    "desk:bulk":                        Route(DESK, post=True),
    "desk:print":                       Route(DESK),
    "desk:export":                      Route(DESK, "csv"),
    "desk:keep_view":                   Route(DESK, post=True),
    "desk:change_view":                 Route("LLxxxxxxxx", post=True),  # nobody here has kept one
    "desk:mail":                        Route(DESK),
    "desk:mentions":                    Route(DESK),
    "desk:entry":                       Route(OFFICE),
    "desk:case":                        Route(CASE),
    "desk:reveal":                      Route(CASE, post=True),
    "desk:step":                        Route(CASE),
    "desk:split":                       Route("LLoxxxoxxx", post=True),
    "desk:merge":                       Route("LLoxxxoxxx", post=True),
    "desk:assign":                      Route("LLooxxoxxx", post=True),
    "desk:third_party":                 Route(CASE, post=True),
    "desk:note":                        Route(CASE, post=True),
    "desk:message":                      Route(CASE, "message", post=True),
    "desk:material":                    Route(CASE, post=True),
    "desk:attachment":                  Route(CASE, "attachment"),
    "desk:letter":                      Route(CASE, "letter"),
    # The answer
    "desk:decision":                    Route("LLoooooxxx"),
    "desk:adviser":                     Route("LLoooooxxx"),
    "desk:decision_preview":            Route(NOBODY_HERE, post=True),  # the draft is under review
    "desk:decision_pdf":                Route("LLoooooxxx"),
    "desk:enclose":                     Route("LLoooooxxx", post=True),
    "desk:withdraw_review":             Route("LLoooooxxx", post=True),
    "desk:take_out":                    Route("LLooxxoxxx", "enclosure", post=True),
    "desk:reviews":                     Route(DESK),
    "desk:review":                      Route(CASE, "review"),
    "desk:review_pdf":                  Route(CASE, "review"),
    "desk:review_file":                 Route(CASE, "review"),
    "desk:extension":                   Route(CASE, "extension"),
    "desk:delivery":                    Route(CASE),
    "desk:mail_again":                  Route("LLxoxxxxxx", "mail", post=True),  # the one mail is the handler's reminder
    "desk:archive":                     Route(OFFICE_OF),
    "desk:archive_zip":                 Route(OFFICE_OF),
    "desk:information":                 Route(DESK),
    "desk:item_new":                    Route(OFFICE),
    "desk:item":                        Route(CASE, "item"),
    "desk:item_file":                   Route(CASE, "published_file"),
    "desk:publish":                     Route(OFFICE_OF),
    "desk:publication_review":          Route(CASE, "publication"),
    "desk:considering":                 Route(OFFICE),
    "desk:remedies":                    Route(DESK),
    "desk:remedy_new":                  Route(OFFICE),
    "desk:remedies_year":               Route("LLoxxooxxo"),
    "desk:remedies_find":               Route("LLoxxooxxo", post=True),
    "desk:remedy":                      Route(READ_REMEDY, "remedy"),
    "desk:remedy_edit":                 Route(OFFICE_OF, "remedy"),
    "desk:remedy_parties":              Route(READ_REMEDY, "remedy", post=True),
    "desk:remedy_files":                Route(OFFICE_OF, "remedy", post=True),
    "desk:remedy_step":                 Route(OFFICE_OF, "remedy"),
    "desk:remedy_event":                Route(OFFICE_OF, "remedy_event"),
    "desk:remedy_file":                 Route(READ_REMEDY, "remedy_file"),
    # Annual reports: whoever writes or reviews them, in their own organ
    "desk:reports":                     Route("LLoxoooxxo"),
    "desk:report_filing":               Route("LLxxxxxxxx"),  # the office of the government above, whom the tests of it try
    "desk:report_begin":                Route("LLoxxxoxxo", post=True),
    "desk:report_take_in":              Route("LLoxxxoxxo", post=True),
    "desk:report_take_out":             Route(OFFICE_OF, "earlier", post=True),
    "desk:report":                      Route(REPORT, "report"),
    "desk:report_cell":                 Route(REPORT, "report"),
    "desk:report_section":              Route(REPORT, "report"),
    "desk:report_version":              Route(REPORT, "report"),
    "desk:report_edition":              Route(REPORT, "report"),
    "desk:report_file":                 Route(REPORT, "report"),
    "desk:report_review":               Route(REPORT, "report_review"),
    "desk:report_live":                 Route(OFFICE_OF, "report", post=True),
    "desk:report_note":                 Route(REPORT, "report", post=True),
    "desk:report_note_settle":          Route(OFFICE_OF, "section_note", post=True),
    "desk:report_explain":              Route(OFFICE_OF, "report", post=True),
    "desk:report_send":                 Route(OFFICE_OF, "report", post=True),
    "desk:report_amend":                Route(OFFICE_OF, "report", post=True),
    "desk:report_amend_end":            Route(OFFICE_OF, "report", post=True),
    "desk:report_withdraw":             Route("LLxxxxoxxx", "report", post=True),  # the head sent it
    "desk:board":                       Route("LLoxxooxxo"),
    "desk:reminders":                   Route(DESK),
    # The registers: the organ reads, its clerks and heads write
    "desk:registers":                   Route(DESK),
    "desk:register":                    Route(DESK),
    "desk:record":                      Route(CASE, "record"),
    "desk:record_new":                  Route(OFFICE),
    "desk:record_edit":                 Route(OFFICE_OF, "record"),
    "desk:record_void":                 Route(OFFICE_OF, "record", post=True),
    "desk:record_evidence":             Route(CASE, "record"),
    "desk:register_template":           Route(OFFICE),
    "desk:register_import":             Route(OFFICE),
    "desk:import_check":                Route(OFFICE_OF, "batch"),
    # The interface: a session lets nobody in; tokens stand in TOKEN_ROUTES
    "api_page":                         Route(EVERYBODY),
    "api_openapi":                      Route(EVERYBODY),
    "api_v1:api-root":                  Route("xxxxxxxxxx"),
    "api_v1:organs":                    Route(EVERYBODY),
    "api_v1:organ":                     Route(EVERYBODY),
    "api_v1:statistics":                Route(EVERYBODY),
    "api_v1:items":                     Route(EVERYBODY),
    "api_v1:item":                      Route(EVERYBODY, "published"),
    "api_v1:applications":              Route("LLLLLLLLLL", post=True),
    "api_v1:application":               Route("LLLLLLLLLL"),
    "admin:api_apitoken_delete":        Route(NOBODY_HERE),  # revoked, never deleted
    # The public site
    "portal:home":                      Route(EVERYBODY),
    "portal:guide":                     Route(EVERYBODY),
    "portal:reading":                   Route(EVERYBODY),
    "portal:organs":                    Route(EVERYBODY),
    "portal:organ":                     Route(EVERYBODY),
    "portal:statistics":                Route(EVERYBODY),
    "portal:statistics_csv":            Route(EVERYBODY),
    "portal:reports":                   Route(EVERYBODY),
    "portal:report":                    Route(EVERYBODY),
    "portal:report_years":              Route(EVERYBODY),
    "portal:report_illustrated":        Route(EVERYBODY),
    "portal:report_file":               Route(EVERYBODY),
    "portal:information":               Route(EVERYBODY),
    "portal:information_item":          Route(EVERYBODY, "published"),
    "portal:information_file":          Route(EVERYBODY, "published_file"),
    "portal:before":                    Route(EVERYBODY),
    "portal:apply":                     Route(EVERYBODY),
    "portal:draft":                     Route(EVERYBODY),
    "portal:review":                    Route(EVERYBODY),
    "portal:split":                     Route(EVERYBODY, post=True),  # nothing to split: leads to the form
    "portal:another":                   Route(EVERYBODY, post=True),
    "portal:receipt":                   Route("xxxxxxxxxx"),
    "portal:receipt_pdf":               Route("xxxxxxxxxx"),  # nobody here has just applied
    "portal:form_pdf":                  Route("xxxxxxxxxx"),
    "portal:account_new":               Route(EVERYBODY),
    "portal:account_enter":             Route(EVERYBODY),
    "portal:account_leave":             Route(EVERYBODY, post=True),  # closes what this browser had opened
    "portal:mine":                      Route(NOBODY_ELSE),  # an applicant's account: test_account.py
    "portal:account_password":          Route(NOBODY_ELSE),
    "portal:account_close":             Route(NOBODY_ELSE),
    "portal:account_add":               Route(NOBODY_ELSE, post=True),
    "portal:account_case":              Route(NOBODY_ELSE),
    "portal:account_remove":            Route(NOBODY_ELSE, post=True),
    "portal:status":                    Route(EVERYBODY),
    "portal:case":                      Route(FOLLOWER),
    "portal:leave":                     Route(EVERYBODY, post=True),  # closes what this browser had opened
    "portal:supplement":                Route(FOLLOWER, post=True),
    "portal:withdraw":                  Route(FOLLOWER, post=True),
    "portal:question":                  Route(FOLLOWER, post=True),
    "portal:rate":                      Route(FOLLOWER, post=True),
    "portal:bundle":                    Route(FOLLOWER),
    "portal:own_form":                  Route(FOLLOWER),
    "portal:enclosure":                 Route("LxLLLLLLLL"),  # the answer is not delivered yet
    "portal:letter":                    Route(FOLLOWER, "letter"),
}
# fmt: on

# The routes of the interface as other systems find them: without a token · with the right one · with one of another scope ·
# of another organ · revoked · expired. Letters as above. Registering is asked with nothing in it: another organ's token
# registers for its own organ, so it is let in, and sees nothing of this one.
SYSTEMS = ("nobody", "right", "wrong_scope", "other_organ", "revoked", "expired")
# fmt: off
TOKEN_ROUTES: dict[str, str] = {
    "api_page":            "oooooo",
    "api_openapi":         "oooooo",
    "api_v1:api-root":     "xxxxxx",
    "api_v1:organs":       "oooooo",
    "api_v1:organ":        "oooooo",
    "api_v1:statistics":   "oooooo",
    "api_v1:items":        "oooooo",
    "api_v1:item":         "oooooo",
    "api_v1:applications": "LoxoLL",
    "api_v1:application":  "LoxxLL",
}
# fmt: on
