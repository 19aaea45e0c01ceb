"""The home page shows what editors chose, else the newest; and nothing that is not public."""

from datasets.models import Dataset, Organization
from home.models import HomePage, Operator
from labs.models import StoryPage
from labs.services.records import PUBLISHER
from tests.labs.factories import make_lab, make_story


def cards(client):
    return client.get("/").content.decode()


def test_newest_stories_without_a_choice(tree, client):
    for day in range(1, 5):
        make_story(tree.lab, title=f"Vom {day}. Mai", date=f"2027-05-0{day}")
    html = cards(client)
    assert "Vom 4. Mai" in html
    assert "Vom 1. Mai" not in html


def test_chosen_stories_and_labs_in_their_order(tree, client):
    first = make_story(tree.lab, title="Erste Wahl", date="2001-01-01")
    make_story(tree.lab, title="Neuer, nicht gewählt")
    lab = make_lab(tree.labs, title="Labor Lahn")
    home = HomePage.objects.get()
    home.stories = [("story", first), ("story", tree.story)]
    home.labs = [("lab", lab)]
    home.save()
    html = cards(client)
    assert html.index("Erste Wahl") < html.index("Räder zählen")
    assert "nicht gewählt" not in html
    assert "Labor Lahn" in html


def test_a_chosen_story_that_is_a_draft_is_left_out(tree, client):
    home = HomePage.objects.get()
    draft = make_story(tree.lab, title="Entwurf", live=False)
    home.stories = [("story", draft), ("story", tree.story)]
    home.save()
    assert "Entwurf" not in cards(client)
    StoryPage.objects.all().delete()
    assert client.get("/").status_code == 200


def test_private_datasets_are_neither_shown_nor_counted(tree, client):
    hidden = Dataset.objects.create(name="geheim", title="Geheime Daten", private=True)
    Dataset.objects.create(name="offen", title="Offene Daten")
    home = HomePage.objects.get()
    home.datasets = [("dataset", hidden)]
    home.save()
    html = cards(client)
    assert "Geheime Daten" not in html
    assert "Offene Daten" in html
    assert "<strong>1</strong> Datensätze" in html


def test_the_portals_own_records_come_after_the_towns_data(tree, client):
    portal = Organization.objects.create(name=PUBLISHER, title="Redaktion")
    for number in range(1, 4):
        Dataset.objects.create(name=f"stadt-{number}", title=f"Daten der Stadt {number}")
    Dataset.objects.create(name="portal-x", title="Vom Portal selbst", organization=portal)
    html = cards(client)
    assert "Daten der Stadt 1" in html
    assert "Vom Portal selbst" not in html
    Dataset.objects.get(name="stadt-1").delete()
    assert "Vom Portal selbst" in cards(client)


def test_settings_are_edited_in_the_admin(tree, editor):
    path = editor.get("/admin/settings/home/operator/", follow=True).request["PATH_INFO"]
    data = {"name": "Landkreis Beispiel", "address": "", "email": "a@example.org", "phone": ""}
    editor.post(path, data)
    assert Operator.objects.get().name == "Landkreis Beispiel"
    assert editor.get("/admin/settings/home/menus/", follow=True).status_code == 200
