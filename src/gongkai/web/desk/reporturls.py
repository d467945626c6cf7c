"""Addresses of the annual reports at the desk."""

from django.urls import path

from gongkai.web.desk.views import reports, reports_cells, reports_filing, reports_review, reports_sections

# fmt: off
urlpatterns = [
    path("",                                                reports.listing,       name="reports"),
    path("begin/",                                          reports.begin,         name="report_begin"),
    path("earlier/",                                        reports.take_in,       name="report_take_in"),
    path("earlier/<int:pk>/out/",                           reports.take_out,      name="report_take_out"),
    path("filing/",                                         reports_filing.show,   name="report_filing"),
    path("<int:pk>/",                                       reports.show,          name="report"),
    path("<int:pk>/difference/",                            reports.explain,       name="report_explain"),
    path("<int:pk>/send/",                                  reports.send,          name="report_send"),
    path("<int:pk>/withdraw/",                              reports.withdraw,      name="report_withdraw"),
    path("<int:pk>/amend/",                                 reports.amend,         name="report_amend"),
    path("<int:pk>/amend/end/",                             reports.end_amending,  name="report_amend_end"),
    path("<int:pk>/cell/<int:table>/<str:row>/<str:column>/", reports_cells.cell,  name="report_cell"),
    path("<int:pk>/section/<str:key>/",                     reports_sections.show, name="report_section"),
    path("<int:pk>/section/<str:key>/live/",                reports_sections.live, name="report_live"),
    path("<int:pk>/section/<str:key>/note/",                reports_sections.note, name="report_note"),
    path("note/<int:pk>/settle/",                           reports_sections.settle, name="report_note_settle"),
    path("<int:pk>/section/<str:key>/version/<int:number>/", reports_sections.version, name="report_version"),
    path("<int:pk>/edition/<int:number>/",                  reports_review.edition, name="report_edition"),
    path("<int:pk>/edition/<int:number>/<str:form>/",       reports_review.file,   name="report_file"),
    path("review/<int:pk>/",                                reports_review.show,   name="report_review"),
]
# fmt: on
