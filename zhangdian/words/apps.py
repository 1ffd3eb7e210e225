from django.apps import AppConfig


class WordsConfig(AppConfig):
    name = "zhangdian.words"
    label = "words"
