"""Addresses of the public site."""

from django.urls import path

from gongkai.web.portal.views import (
    applying,
    bundle,
    catalogue,
    home,
    organs,
    reports,
    sending,
    splitting,
    statistics,
    status,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("guide/", home.guide, name="guide"),
    path("reading/<str:size>/", home.reading, name="reading"),
    path("organs/", organs.listing, name="organs"),
    path("organs/<str:code>/", organs.one, name="organ"),
    path("statistics/", statistics.show, name="statistics"),
    path("statistics.csv", statistics.download, name="statistics_csv"),
    path("reports/", reports.listing, name="reports"),
    path("reports/<str:code>/", reports.years, name="report_years"),
    path("reports/<str:code>/<int:year>/", reports.one, name="report"),
    path("reports/<str:code>/<int:year>/illustrated/", reports.illustrated, name="report_illustrated"),
    path("reports/<str:code>/<int:year>/<int:edition>/<str:format>/", reports.file, name="report_file"),
    path("information/", catalogue.listing, name="information"),
    path("information/<int:pk>/", catalogue.one, name="information_item"),
    path("information/file/<int:pk>/", catalogue.file, name="information_file"),
    path("apply/before/", catalogue.before, name="before"),
    path("apply/", applying.form, name="apply"),
    path("apply/draft/", applying.draft, name="draft"),
    path("apply/review/", applying.review, name="review"),
    path("apply/split/", splitting.split, name="split"),
    path("apply/another/", splitting.another, name="another"),
    path("apply/receipt/", applying.receipt, name="receipt"),
    path("apply/receipt.pdf", applying.receipt_pdf, name="receipt_pdf"),
    path("apply/form.pdf", applying.form_pdf, name="form_pdf"),
    path("status/", status.enter, name="status"),
    path("status/case/", status.case, name="case"),
    path("status/leave/", status.leave, name="leave"),
    path("status/supplement/", sending.supplement, name="supplement"),
    path("status/withdraw/", sending.withdraw, name="withdraw"),
    path("status/message/", sending.question, name="question"),
    path("status/rating/", sending.rate, name="rate"),
    path("status/everything.zip", bundle.download, name="bundle"),
    path("status/enclosures/<int:pk>/", status.enclosure, name="enclosure"),
    path("status/letters/<int:pk>.<str:form>", status.letter, name="letter"),
]
