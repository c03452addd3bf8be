"""Posts: the KOC's photos, video and honest words about one sample.

The operator may send back wrong facts, never criticism; every handed-in wording is kept, so the record shows what
changed. A post that earns her money says so.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db
from c2m.core.errors import Refused, changed
from c2m.core.moves import Stateful, Table, move
from c2m.loop import ballots, files, inbox, samples

LEAST_PICTURES, MOST_PICTURES = 3, 12
WORDS = ("scene", "worry", "fit", "size_advice", "not_for")
LONGEST = 1000


class Post(Base, Stateful):
    __tablename__ = "post"
    MOVES: Table = {
        "hand_in": ({"draft", "returned"}, "submitted"),
        "send_back": ({"submitted"}, "returned"),
        "approve": ({"submitted"}, "approved"),
    }

    sample_id: Mapped[int] = mapped_column(ForeignKey("sample.id"), unique=True)
    scene: Mapped[str] = mapped_column(default="")
    """Where and how she wore it."""
    worry: Mapped[str] = mapped_column(default="")
    """What she was afraid of, and whether it came true."""
    fit: Mapped[str] = mapped_column(default="")
    """How it sits."""
    size_advice: Mapped[str] = mapped_column(default="")
    """Which size for whom."""
    not_for: Mapped[str] = mapped_column(default="")
    """Who should not buy it."""
    wears: Mapped[str] = mapped_column(default="")
    """The size she wears in the pictures."""
    video_id: Mapped[int | None] = mapped_column(ForeignKey("video.id"))
    returned_reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="draft")
    made_at: Mapped[datetime]

    sample: Mapped[samples.Sample] = relationship()
    video: Mapped[files.Video | None] = relationship()
    pictures: Mapped[list[files.Picture]] = relationship(secondary="post_picture", order_by="PostPicture.position")


class PostPicture(Base):
    __tablename__ = "post_picture"
    __table_args__ = (UniqueConstraint("post_id", "position"), UniqueConstraint("post_id", "picture_id"))

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))
    position: Mapped[int]


class Wording(Base):
    """The words as handed in, each time; with the reason why they came back, if they did."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    number: Mapped[int]
    scene: Mapped[str]
    worry: Mapped[str]
    fit: Mapped[str]
    size_advice: Mapped[str]
    not_for: Mapped[str]
    wears: Mapped[str]
    returned_reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


def of_sample(sample: samples.Sample) -> Post | None:
    return db.session.scalars(select(Post).where(Post.sample_id == sample.id)).first()


def begin(sample: samples.Sample) -> Post:
    """The post of this sample; the first call makes an empty draft."""
    post = of_sample(sample)
    if post is not None:
        return post
    if sample.state != "received":
        raise Refused("Say that you have received the sample, then write about it.", status=409)
    post = Post(sample=sample, made_at=clock.now(), state="draft")
    db.session.add(post)
    db.session.flush()
    return post


def write(post: Post, **words: str) -> None:
    """Change the draft's words (``WORDS`` and ``wears``); nothing has to be complete yet."""
    _check_hers(post)
    for name, text in words.items():
        if name not in (*WORDS, "wears"):
            raise ValueError(name)
        if len(text) > LONGEST:
            raise Refused("Keep it under %(most)s characters.", field=name, most=LONGEST)
        setattr(post, name, text.strip())


def add_pictures(post: Post, pictures: list[files.Picture]) -> None:
    """Behind those that are there; the same picture twice is one."""
    _check_hers(post)
    here = {picture.id for picture in post.pictures}
    new = [picture for picture in dict.fromkeys(pictures) if picture.id not in here]
    if len(here) + len(new) > MOST_PICTURES:
        raise Refused(
            "A post holds %(most)s photos at most. Take some out first.", field="pictures", most=MOST_PICTURES
        )
    last = db.session.scalar(select(func.max(PostPicture.position)).where(PostPicture.post_id == post.id)) or 0
    for position, picture in enumerate(new, start=last + 1):
        db.session.add(PostPicture(post_id=post.id, picture_id=picture.id, position=position))
    db.session.flush()
    db.session.expire(post, ["pictures"])


def remove_picture(post: Post, picture_id: int) -> None:
    _check_hers(post)
    db.session.execute(
        PostPicture.__table__.delete().where(PostPicture.post_id == post.id, PostPicture.picture_id == picture_id)
    )
    db.session.expire(post, ["pictures"])


def set_video(post: Post, video: files.Video | None) -> None:
    _check_hers(post)
    post.video = video
    db.session.flush()


def hand_in(post: Post, by: int | None = None) -> None:
    """Ready for the brand to look at: three photos or more, and all the words, above all who should not buy it."""
    if len(post.pictures) < LEAST_PICTURES:
        raise Refused("Add at least %(least)s photos, worn by you.", field="pictures", least=LEAST_PICTURES)
    for name in WORDS:
        if not getattr(post, name):
            raise Refused("Write this too, a sentence is enough.", field=name)
    if not post.wears:
        raise Refused("Say which size you wear in the pictures.", field="wears")
    move(post, "hand_in", by=by)
    number = (db.session.scalar(select(func.max(Wording.number)).where(Wording.post_id == post.id)) or 0) + 1
    words = {name: getattr(post, name) for name in (*WORDS, "wears")}
    db.session.add(Wording(post_id=post.id, number=number, at=clock.now(), **words))
    db.session.flush()


def send_back(post: Post, reason: str, by: int | None = None) -> None:
    """A fact is wrong (a measure, a fabric, a price). Criticism is not a wrong fact."""
    if not reason.strip():
        raise Refused("Say which fact is wrong, and what is right.", field="reason")
    move(post, "send_back", by=by, returned_reason=reason.strip(), note={"reason": reason.strip()})
    newest = wordings(post)[-1]
    newest.returned_reason = reason.strip()
    inbox.tell(
        [post.sample.koc.person_id],
        f"post-back:{post.id}:{newest.number}",
        "A fact in your post needs another look: %(reason)s",
        link=f"sample:{post.sample.code}",
        reason=reason.strip(),
    )


def approve(post: Post, by: int | None = None) -> None:
    """The facts are right. The sample counts as posted from here on, and those who picked it are told to read."""
    sample = post.sample
    move(post, "approve", by=by, returned_reason="")
    move(sample, "post", by=by)
    inbox.tell(
        ballots.voters(sample.design_id, [sample.koc_id]),
        f"posted:{post.id}",
        "%(koc)s has worn %(design)s, which you picked. Read what she says, also who should not buy it.",
        link=f"design:{sample.design.code}",
        koc=sample.koc.name,
        design=sample.version.title,
    )


def wordings(post: Post) -> list[Wording]:
    """Every wording handed in, oldest first."""
    return list(db.session.scalars(select(Wording).where(Wording.post_id == post.id).order_by(Wording.number)))


def _check_hers(post: Post) -> None:
    if post.state not in {"draft", "returned"}:
        raise changed()
