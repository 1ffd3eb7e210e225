from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "zhangdian.engine"
    label = "engine"
