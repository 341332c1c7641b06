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


def test_c5_a_model_of_ours_that_was_left_out_is_neither_offered_nor_taken(scene):
    content = f"programmes/{scene.things.programme}/content/"
    page = f"sessions/{scene.things.past}/coaching"
    before = scene["ben"].get(page).text

    shown = scene["cleo"].get(content).text
    scene["cleo"].post(content, {"bank": "models", "key": "grow", "hidden": "true", "text": ""})

    assert "GROW\nGoal: What do you want" in shown
    assert 'value="grow"' in before
    assert 'value="grow"' not in scene["ben"].get(page).text
    assert scene["ben"].post(f"{page}/model", {"key": "grow"}).status_code == 400
    assert scene["ben"].post(f"{page}/model", {"key": "oskar"}).status_code == 303
