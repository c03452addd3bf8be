"""Do those who picked it buy it? The table, its intervals, and who is counted where."""

import pytest

from c2m.core.db import atomic
from c2m.insight import cards, conversion, ledger, rates
from c2m.loop import communities
from tests import cast, makers


def test_the_interval_of_35_out_of_52_is_wilsons() -> None:
    found = rates.rate(35, 52)
    assert (round(found.rate, 3), round(found.low, 3), round(found.high, 3)) == (0.673, 0.538, 0.785)


@pytest.mark.parametrize(("buyers", "people"), [(0, 10), (10, 10), (1, 1), (0, 1)])
def test_an_interval_stays_between_nothing_and_all(buyers: int, people: int) -> None:
    found = rates.rate(buyers, people)
    assert 0 <= found.low <= found.rate <= found.high <= 1


def test_of_nobody_nothing_is_known() -> None:
    assert rates.rate(0, 0) == rates.Rate(0, 0, 0.0, 0.0, 1.0)


@pytest.mark.usefixtures("inside", "clock")
class TestASale:
    """Five members; two pick the design; one of them and one other buy it."""

    @pytest.fixture(autouse=True)
    def _sale(self, inside, clock) -> None:
        koc = makers.koc(groups=2)
        self.koc = koc
        self.members = makers.crowd(koc, 5)
        designs = makers.twenty(3)
        round_ = makers.round_(koc, designs)
        makers.vote(round_, self.members[0], 1)
        makers.vote(round_, self.members[1], 1)
        makers.vote(round_, self.members[2], 2)
        makers.vote(round_, self.members[3])
        makers.confirmed(round_)
        self.sale = makers.sale(minimum=1, fronts=[makers.post(designs[0], koc)])
        makers.buy(self.sale, self.members[0])
        makers.buy(self.sale, self.members[4], 2)

    def test_everybody_is_in_one_row_also_who_cast_an_empty_ballot_or_none(self) -> None:
        found = conversion.of(self.sale)
        assert (found.picked.people, found.picked.buyers) == (2, 1)
        assert (found.not_picked.people, found.not_picked.buyers) == (3, 1)
        assert (found.all.people, found.all.buyers) == (5, 2)

    def test_a_buyer_who_is_no_member_is_in_no_row(self) -> None:
        makers.buy(self.sale, cast.CHEN)
        assert conversion.of(self.sale).all.buyers == 2

    def test_who_joined_after_the_close_is_not_counted(self, clock) -> None:
        clock.advance(minutes=1)
        makers.member(self.koc, cast.ZHOU)
        assert conversion.of(self.sale).all.people == 5

    def test_in_two_groups_she_counts_where_her_ballot_does(self) -> None:
        rows = conversion.by_group(self.sale)
        assert sum(row.conversion.all.people for row in rows) == 5
        assert sum(row.conversion.picked.people for row in rows) == 2

    def test_her_own_group_is_said_to_her(self) -> None:
        group, rate = conversion.place_words(self.sale, self.members[0].id)
        assert group.koc_id == self.koc.id
        assert (rate.buyers, rate.people) == (1, 2)

    def test_every_pick_keeps_its_path(self) -> None:
        path = ledger.path(self.sale)
        assert (path.picked, path.paid) == (2, 1)

    def test_a_card_counts_people_from_hand_to_payment(self) -> None:
        with atomic():
            card = communities.make_card(self.koc.groups[0], "门店")
            communities.hand_out(card, 10)
            communities.seen(card, "scanned", "phone-1")
            communities.seen(card, "scanned", "phone-1")
            communities.seen(card, "scanned", "phone-2")
            communities.seen(card, "added", "phone-1")
        chen = makers.member(self.koc, cast.CHEN, card)
        makers.buy(self.sale, chen)
        funnel = next(one for one in cards.funnels(self.koc.id) if one.card.id == card.id)
        assert (funnel.handed_out, funnel.scanned, funnel.added, funnel.joined, funnel.left) == (10, 2, 1, 1, 0)
        assert (funnel.picked, funnel.paid) == (0, 1)
