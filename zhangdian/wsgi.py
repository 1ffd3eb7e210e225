"""The WSGI door: gunicorn serves `zhangdian.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangdian.settings")
application = get_wsgi_application()
