from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plants", "0005_skills")]

    operations = []
