"""Addresses of the desk."""

from django.urls import path

from gongkai.web.desk.views import (
    archive,
    assignments,
    board,
    cases,
    considering,
    correspondence,
    decisions,
    delivery,
    entry,
    exports,
    files,
    merging,
    notes,
    notices,
    publication,
    publication_review,
    queue,
    reviews,
    savedviews,
    steps,
)

app_name = "desk"
# fmt: off
urlpatterns = [
    # The queue
    path("",                                    queue.show,          name="queue"),
    path("find-applicant/",                     queue.find,          name="find_applicant"),
    path("selected/",                           assignments.bulk,    name="bulk"),
    path("print/",                              exports.printed,     name="print"),
    path("export/<str:form>/",                  exports.download,    name="export"),
    path("views/",                              savedviews.keep,     name="keep_view"),
    path("views/<int:pk>/",                     savedviews.change,   name="change_view"),
    path("mentions/",                           notes.mentions,      name="mentions"),
    path("entry/",                              entry.new,           name="entry"),
    # One case
    path("case/<str:number>/",                  cases.show,          name="case"),
    path("case/<str:number>/applicant/",        cases.reveal,        name="reveal"),
    path("case/<str:number>/step/<str:event>/", steps.show,          name="step"),
    path("case/<str:number>/assign/",           assignments.one,     name="assign"),
    path("case/<str:number>/third-party/",      assignments.mark,    name="third_party"),
    path("case/<str:number>/split/",            merging.split,       name="split"),
    path("case/<str:number>/merge/",            merging.join,        name="merge"),
    path("case/<str:number>/notes/",            notes.add,           name="note"),
    path("case/<str:number>/message/<int:pk>/", correspondence.handle, name="message"),
    path("case/<str:number>/materials/",        files.add,           name="material"),
    path("attachment/<int:pk>/",                files.attachment,    name="attachment"),
    path("letter/<int:pk>/<str:form>/",         files.letter,        name="letter"),
    # The answer: draft, review, delivery, file
    path("case/<str:number>/decision/",             decisions.show,      name="decision"),
    path("case/<str:number>/decision/adviser/",     decisions.adviser,   name="adviser"),
    path("case/<str:number>/decision/preview/",     decisions.preview,   name="decision_preview"),
    path("case/<str:number>/decision/draft.pdf",    decisions.draft_pdf, name="decision_pdf"),
    path("case/<str:number>/decision/enclosures/",  decisions.enclose,   name="enclose"),
    path("case/<str:number>/decision/withdraw/",    decisions.withdraw,  name="withdraw_review"),
    path("enclosure/<int:pk>/remove/",              decisions.take_out,  name="take_out"),
    path("reviews/",                                reviews.inbox,       name="reviews"),
    path("review/<int:pk>/",                        reviews.show,        name="review"),
    path("review/<int:pk>/draft.pdf",               reviews.draft_pdf,   name="review_pdf"),
    path("review/<int:pk>/file/<int:file>/",        reviews.enclosure,   name="review_file"),
    path("case/<str:number>/delivery/",             delivery.show,       name="delivery"),
    path("mail/<int:pk>/again/",                    delivery.again,      name="mail_again"),
    path("case/<str:number>/archive/",              archive.show,        name="archive"),
    path("case/<str:number>/archive.zip",           archive.download,    name="archive_zip"),
    # Publishing
    path("information/",                        publication.listing, name="information"),
    path("information/new/",                    publication.new,     name="item_new"),
    path("information/<int:pk>/",               publication.item,    name="item"),
    path("information/file/<int:pk>/",          publication.file,    name="item_file"),
    path("case/<str:number>/publish/",          publication.publish, name="publish"),
    path("publication/<int:pk>/",               publication_review.show, name="publication_review"),
    path("considering/",                        considering.show,    name="considering"),
    # Supervision
    path("board/",                                  board.show,          name="board"),
    path("reminders/",                              notices.told,        name="reminders"),
    path("mail/",                               notices.mail,        name="mail"),
]
# fmt: on
