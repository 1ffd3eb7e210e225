from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "zhangdian.charts"
    label = "charts"
