from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "zhangdian.pages"
    label = "pages"
