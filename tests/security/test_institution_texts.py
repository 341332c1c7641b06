"""C11: who administers the LMS writes what all programmes begin from, and opens none of them."""

TEXT = {"bank": "deepening", "key": "good-day", "text": "A day of owls?"}


def test_c11_a_text_of_the_institution_is_offered_in_its_programmes(scene):
    pair = f"relationships/{scene.things.other_relationship}"
    saved = scene["ina"].post("institution/content/", TEXT)

    page = scene["ina"].get("institution/content/").text
    programme = scene["cleo"].get(f"programmes/{scene.things.programme}/content/").text

    assert saved.status_code == 303
    assert "A day of owls?" in page
    assert "A day of owls?" in programme
    assert "A day of owls?" in scene["dora"].get(f"{pair}/together/").text


def test_c11_only_whoever_administers_the_lms_is_led_there(scene):
    assert "/institution/content/" in scene["ina"].get("institution/content/").text
    assert "/institution/content/" not in scene["cleo"].get("").text


def test_c11_where_help_is_found_is_said_in_one_place_only(scene):
    ina = scene["ina"]

    refused = ina.post("institution/content/", TEXT | {"bank": "support", "key": ""})

    assert refused.status_code == 400
    assert 'value="support"' not in ina.get("institution/content/").text
