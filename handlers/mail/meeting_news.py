"""The letters of news about meetings, for people who prefer letters or have no Slack."""

from handlers import meeting_words, news_words
from handlers.mail.letter import Fact, Letter
from rules import moments
from rules.meetings import Plan
from usecases.meeting_told import News, Request

_IN_SLACK = "Please answer in Slack, or by writing to the secretary."


def moved(news: News) -> Letter:
    """To everyone who answered."""
    plan = news.meeting.plan
    title = meeting_words.title(news.meeting, news.group)
    return Letter(
        subject=f"Moved to {meeting_words.day(plan)}: {title}",
        opening=(news_words.was_and_is(news.before, plan), news_words.stands(news)),
        facts=_facts(plan, news.zone),
        closing=(_IN_SLACK,),
    )


def cancelled(news: News) -> Letter:
    """To everyone who was coming, unsure or waiting."""
    title = meeting_words.title(news.meeting, news.group)
    closing = news_words.refund(news)
    return Letter(
        subject=f"Cancelled: {title}, {meeting_words.day(news.meeting.plan)}",
        opening=(news_words.cancelled(news),),
        closing=(closing,) if closing else (),
    )


def requested(request: Request) -> Letter:
    """To whoever acts on a request."""
    return Letter(
        subject=f"An extraordinary meeting of {request.group} is asked for",
        opening=(news_words.asked(request),),
        closing=("Your Home tab with Convenor in Slack has a button for it.",),
    )


def request_answered(request: Request) -> Letter:
    """To whoever asked."""
    return Letter(
        subject=f"The extraordinary meeting of {request.group} that you asked for",
        opening=(news_words.answered(request),),
    )


def _facts(plan: Plan, zone: str) -> tuple[Fact, ...]:
    when = [meeting_words.when(plan)]
    if (
        moments.local(plan.starts_at, zone).utcoffset()
        != moments.local(plan.starts_at, plan.zone).utcoffset()
    ):
        when.append(f"For you: {moments.span_in_words(plan.starts_at, plan.ends_at, zone)}")
    return Fact("When", tuple(when)), Fact("Where", (meeting_words.where(plan),))
