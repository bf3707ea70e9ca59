from app.deliberation.groups import group_rows, shown_groups
from app.process.vocabulary import Group

A, B, C, D = Group.CITIZENS, Group.CIVIL_SOCIETY, Group.BUSINESS, Group.POLITICS


def test_five_people_are_shown() -> None:
    assert shown_groups({A: 5, B: 12}) == {A: 5, B: 12}


def test_one_to_four_people_are_not_shown() -> None:
    assert shown_groups({A: 1, B: 4, C: 9}) == {A: None, B: None, C: 9}


def test_nobody_is_a_number_that_may_be_shown() -> None:
    assert shown_groups({A: 0, B: 8}) == {A: 0, B: 8}


def test_a_single_group_left_out_takes_the_next_smallest_with_it() -> None:
    assert shown_groups({A: 301, B: 2, C: 31, D: 11}) == {A: 301, B: None, C: 31, D: None}


def test_a_group_without_people_hides_no_other() -> None:
    assert shown_groups({A: 3, B: 0, C: 9}) == {A: None, B: 0, C: None}


def test_rows_leave_out_groups_without_people() -> None:
    rows = group_rows({A: 10, B: 0, C: 5})

    assert [(row.group, row.count, row.share) for row in rows] == [(A, 10, 100), (C, 5, 50)]


def test_a_larger_group_kept_back_is_not_called_fewer_than_five() -> None:
    rows = group_rows({A: 301, B: 2})

    assert [(row.group, row.count, row.kept_back) for row in rows] == [
        (A, None, True),
        (B, None, False),
    ]


def test_fewer_than_five_people_in_all_show_no_group() -> None:
    assert group_rows({A: 2, B: 2, C: 0}) == ()
