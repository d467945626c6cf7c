"""Addresses of the desk."""

from django.urls import path

from gongkai.web.desk.views import assignments, cases, entry, exports, files, notes, queue, steps

app_name = "desk"
# fmt: off
urlpatterns = [
    # The queue
    path("",                                    queue.show,          name="queue"),
    path("find-applicant/",                     queue.find,          name="find_applicant"),
    path("selected/",                           assignments.bulk,    name="bulk"),
    path("print/",                              exports.printed,     name="print"),
    path("export/<str:form>/",                  exports.download,    name="export"),
    path("mentions/",                           notes.mentions,      name="mentions"),
    path("entry/",                              entry.new,           name="entry"),
    # One case
    path("case/<str:number>/",                  cases.show,          name="case"),
    path("case/<str:number>/applicant/",        cases.reveal,        name="reveal"),
    path("case/<str:number>/step/<str:event>/", steps.show,          name="step"),
    path("case/<str:number>/assign/",           assignments.one,     name="assign"),
    path("case/<str:number>/third-party/",      assignments.mark,    name="third_party"),
    path("case/<str:number>/notes/",            notes.add,           name="note"),
    path("case/<str:number>/materials/",        files.add,           name="material"),
    path("attachment/<int:pk>/",                files.attachment,    name="attachment"),
    path("letter/<int:pk>/<str:form>/",         files.letter,        name="letter"),
]
# fmt: on
