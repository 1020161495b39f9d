from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lines", "0008_one_open_carton_an_order"), ("plants", "0007_customers")]

    operations = []
