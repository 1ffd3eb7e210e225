"""Pages of lists: one size rule for pages and API."""

from rest_framework.pagination import PageNumberPagination


class ApiPages(PageNumberPagination):
    """`?page=` and `?page_size=` up to 200."""

    page_size_query_param = "page_size"
    max_page_size = 200
