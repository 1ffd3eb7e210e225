"""What the anchors write and show."""

from django.conf import settings
from django.db import models


class Note(models.Model):
    """One submitted form."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(max_length=2000)
    percent = models.PositiveSmallIntegerField()
    invested = models.DecimalField(max_digits=14, decimal_places=2)
    plan = models.CharField(max_length=1000)

    class Meta:
        app_label = "bare"


class Picture(models.Model):
    """One kept file."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    at = models.DateTimeField(auto_now_add=True)
    file = models.FileField(upload_to="pictures/%Y/%m/%d/")

    class Meta:
        app_label = "bare"


class Line(models.Model):
    """A row of the dashboard: eleven cells."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=60)
    leader = models.CharField(max_length=40)
    light = models.CharField(max_length=10)
    planned = models.DecimalField(max_digits=14, decimal_places=2)
    done = models.DecimalField(max_digits=14, decimal_places=2)
    deviation = models.DecimalField(max_digits=6, decimal_places=2)
    owed = models.IntegerField()
    missing = models.IntegerField()
    last_on = models.DateField()

    class Meta:
        app_label = "bare"


class Imported(models.Model):
    """A row of the imported sheet: nine columns."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    nature = models.CharField(max_length=20)
    content = models.TextField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    year_plan = models.DecimalField(max_digits=14, decimal_places=2)
    starts_on = models.DateField()
    unit = models.CharField(max_length=60)
    liaison = models.CharField(max_length=40)

    class Meta:
        app_label = "bare"
