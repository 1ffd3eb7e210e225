"""Reviews: paper codes, ballots, their key, their results."""

from tests.browser.scenes.ways import first


def scene_vote(visitor):
    visitor.open("/vote/")


def scene_vote_subject(visitor):
    from zhangdian.demo.voting import CODES

    visitor.open("/vote/")
    visitor.page.fill("#code", CODES[0])
    with visitor.page.expect_navigation():
        visitor.page.click("main form [type=submit]")


def scene_vote_summary(visitor):
    scene_vote_subject(visitor)
    with visitor.page.expect_navigation():
        visitor.page.click("button[value=summary]")


def scene_review_list(visitor):
    visitor.open("/reviews/")


def scene_review_page(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='OPEN').first().pk}/")


def scene_review_key(visitor):
    from evaluations.models import Review

    visitor.open(
        f"/reviews/{Review.objects.filter(state__in=['LISTED', 'PLANNED'], officers__isnull=False).first().pk}/key/"
    )


def scene_review_peel(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='CLOSED').first().pk}/peel/")


def scene_review_results(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='PUBLISHED').first().pk}/results/")


def scene_review_result(visitor):
    scene_review_results(visitor)
    first(visitor, "[href*='/results/']")


def scene_review_published(visitor):
    visitor.open("/reviews/published/")
    first(visitor, "[href$='/published/']")


def scene_observe(visitor):
    from evaluations.models import Review
    from evaluations.queries.tally import observe_path

    visitor.open(observe_path(Review.objects.filter(state="OPEN").first()))


def scene_vote_error(visitor):
    scene_vote_subject(visitor)
    for field in visitor.page.locator("main input[type=number], main input[inputmode=numeric]").all():
        field.fill("1")
    for choice in visitor.page.locator("main fieldset").all():
        choice.locator("input[type=radio]").nth(2).check()
    with visitor.page.expect_navigation():
        visitor.page.click("button[value=next]")


def scene_vote_wrong_code(visitor):
    visitor.open("/vote/")
    visitor.page.fill("#code", "AAAA-BBBB-CCCC")
    with visitor.page.expect_navigation():
        visitor.page.click("main form [type=submit]")


def scene_vote_done(visitor):
    """Casts a ballot: a code of the demo for each size."""
    from zhangdian.demo.voting import CODES

    visitor.open("/vote/")
    visitor.page.fill("#code", CODES[1 if visitor.page.viewport_size["width"] < 600 else 2])
    with visitor.page.expect_navigation():
        visitor.page.click("main form [type=submit]")
    for button in ("summary", "cast"):
        with visitor.page.expect_navigation():
            visitor.page.click(f"button[value={button}]")


def scene_review_open(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='PEELED').first().pk}/open/")


def scene_review_slips(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='LISTED').first().pk}/slips/")


def scene_desk_reviews(visitor):
    visitor.open("/admin/evaluations/review/")


def scene_desk_review(visitor):
    from evaluations.models import Review

    visitor.open(f"/admin/evaluations/review/{Review.objects.filter(state='PLANNED').first().pk}/change/")


SCENES = {
    "vote": (None, scene_vote, True),
    "vote-subject": (None, scene_vote_subject, True),
    "vote-summary": (None, scene_vote_summary, True),
    "reviews": ("office", scene_review_list, True),
    "review-page": ("office", scene_review_page, True),
    "review-key": ("office", scene_review_key, True),
    "review-peel": ("office", scene_review_peel, True),
    "review-results": ("office", scene_review_results, True),
    "review-result": ("office", scene_review_result, True),
    "review-published": ("liaison", scene_review_published, True),
    "observe": (None, scene_observe, True),
    "vote-error": (None, scene_vote_error, True),
    "vote-wrong-code": (None, scene_vote_wrong_code, True),
    "vote-done": (None, scene_vote_done, True),
    "review-open": ("office", scene_review_open, True),
    "review-slips": ("office", scene_review_slips, True),
    "desk-reviews": ("office", scene_desk_reviews, False),
    "desk-review": ("office", scene_desk_review, False),
}
