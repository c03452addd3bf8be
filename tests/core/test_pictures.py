"""Pictures from outside: believed in nothing but their pixels."""

import io
import struct
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageCms, PngImagePlugin

from c2m.core import pictures
from c2m.core.errors import Refused

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PAYLOADS = (b"<script", b"onmouseover", b"phpinfo", b"alert(", b"Exif", b"<x:xmpmeta", b"Photoshop", b"ICC_PROFILE")
PAYLOADS += (b"EXIF", b"XMP ", b"ICCP", b"http")


def shared(*folders):
    return sorted(path for folder in folders for path in (DATA / folder).glob("*"))


def each(*folders):
    """One case a file, or one that is skipped with a sentence."""
    found = shared(*folders)
    if found:
        return [pytest.param(path, id=path.name) for path in found]
    return [pytest.param(None, marks=pytest.mark.skip(reason="The shared test pictures are not on this machine."))]


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scene(width=400, height=300):
    """A picture with four known corners: red, green, blue, white (clockwise from the top left)."""
    image = Image.new("RGB", (width, height))
    for colour, box in {
        (200, 0, 0): (0, 0, width // 2, height // 2),
        (0, 200, 0): (width // 2, 0, width, height // 2),
        (0, 0, 200): (width // 2, height // 2, width, height),
        (255, 255, 255): (0, height // 2, width // 2, height),
    }.items():
        image.paste(colour, box)
    return image


def opened(rebuilt, key=None):
    return Image.open(io.BytesIO(rebuilt.files[key or pictures.full_name(rebuilt.name)]))


def near(one, other, by=12):
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def assert_harmless(rebuilt):
    for key, data in rebuilt.files.items():
        assert not [payload for payload in PAYLOADS if payload in data], key
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert not image.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(image.info)
            assert image.mode == "RGB"


@pytest.mark.parametrize("path", each("hostile/images", "hostile/polyglot"))
def test_a_hostile_file_is_refused_with_a_sentence_or_comes_out_harmless(path):
    try:
        rebuilt = pictures.rebuild(path.read_bytes())
    except Refused as refused:
        assert str(refused).endswith(".")
    else:
        assert_harmless(rebuilt)


@pytest.mark.parametrize("path", each("images"))
def test_every_shop_picture_can_be_read_and_a_wall_of_them_is_light(path):
    rebuilt = pictures.rebuild(path.read_bytes())
    assert rebuilt.widths == [360, 540, 780, 1170]
    assert len(rebuilt.files[f"{rebuilt.name}-360.webp"]) <= 45_000
    for width in rebuilt.widths:
        image = opened(rebuilt, f"{rebuilt.name}-{width}.webp")
        assert (image.format, image.width) == ("WEBP", width)
        assert abs(image.height - rebuilt.height * width / rebuilt.width) < 1


UPRIGHT = {
    "recurser_Landscape_2.jpg": (1800, 1200),
    "recurser_Landscape_6.jpg": (1800, 1200),
    "recurser_Portrait_8.jpg": (1200, 1800),
    "coolpix_gps_DSCN0010.jpg": (640, 480),
    "nokia83_gps.jpg": (2400, 1029),
    "iphone11_IMG_5195.HEIC": (1859, 2400),
}


@pytest.mark.parametrize("path", each("exif"))
def test_a_phone_photo_comes_out_upright_and_without_its_place(path):
    if path.suffix == ".HEIC" and not pictures.HEIC:
        pytest.skip("pillow-heif is not installed, so HEIC photos are not read here.")
    rebuilt = pictures.rebuild(path.read_bytes())
    assert (rebuilt.width, rebuilt.height) == UPRIGHT[path.name]
    assert opened(rebuilt).size == UPRIGHT[path.name]
    assert_harmless(rebuilt)


def test_the_mirrored_and_the_lying_photo_show_the_same_scene():
    """Both are one landscape, taken with the phone held in two ways."""
    paths = [DATA / "exif" / f"recurser_Landscape_{number}.jpg" for number in (2, 6)]
    if not all(path.exists() for path in paths):
        pytest.skip("The shared test pictures are not on this machine.")
    small = [opened(pictures.rebuild(path.read_bytes())).resize((12, 8)).tobytes() for path in paths]
    assert max(abs(a - b) for a, b in zip(*small, strict=True)) < 12


@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_eight_orientations_end_upright(orientation):
    lay = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)  # the turn that undoes it
    stored = scene() if orientation == 1 else scene().transpose(pictures.TURNS[lay])
    exif = Image.Exif()
    exif[0x0112] = orientation
    rebuilt = pictures.rebuild(encoded(stored, exif=exif, quality=95))
    image = opened(rebuilt)
    assert image.size == (400, 300)
    corners = [image.getpixel(at) for at in ((20, 20), (380, 20), (380, 280), (20, 280))]
    assert all(map(near, corners, [(200, 0, 0), (0, 200, 0), (0, 0, 200), (255, 255, 255)]))


def test_nothing_a_file_says_about_itself_is_kept():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "<script>alert(1)</script>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    jpeg = encoded(scene(), exif=exif, comment=b"<script>", icc_profile=profile, xmp=b"<x:xmpmeta/>")
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "<script>alert(1)</script>")
    png = encoded(scene(), "PNG", pnginfo=texts, exif=exif, icc_profile=profile)
    webp = encoded(scene(), "WEBP", exif=exif, xmp=b"<x:xmpmeta/>", icc_profile=profile)
    for data in (jpeg, png, webp):
        assert_harmless(pictures.rebuild(data + b"<script>alert('after the end')</script>"))


def test_the_same_picture_has_the_same_name_whatever_is_written_beside_it():
    plain = pictures.rebuild(encoded(scene(), "PNG"))
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "another camera")
    assert pictures.rebuild(encoded(scene(), "PNG", pnginfo=texts)) == plain
    assert pictures.rebuild_image(scene()) == plain
    assert pictures.rebuild(encoded(scene(402, 300), "PNG")).name != plain.name
    assert len(plain.name) == 24 and set(plain.name) <= set("0123456789abcdef")


@settings(max_examples=40, deadline=None)
@given(
    mode=some.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]),
    width=some.integers(1, 700),
    height=some.integers(1, 700),
    seed=some.binary(min_size=1, max_size=40),
)
def test_rebuilding_twice_gives_the_same_bytes_in_every_mode(mode, width, height, seed):
    size = {"LA": 2, "RGB": 3, "RGBA": 4, "I;16": 2}.get(mode, 1) * width * height
    pixels = (seed * (size // len(seed) + 1))[:size]
    image = Image.frombytes("L", (width, height), pixels).convert("1") if mode == "1" else None
    data = encoded(image or Image.frombytes(mode, (width, height), pixels), "PNG")
    once, again = pictures.rebuild(data), pictures.rebuild(data)
    assert once == again
    assert once.widths == pictures.widths(width) and max(once.widths) <= width
    assert (once.width, once.height) == (width, height)
    assert set(once.files) == {pictures.full_name(once.name)} | {f"{once.name}-{one}.webp" for one in once.widths}


@settings(max_examples=150, deadline=None)
@given(cut=some.integers(0, 4000), at=some.integers(0, 3999), put=some.binary(max_size=12))
def test_a_damaged_file_never_ends_in_anything_but_a_picture_or_a_sentence(cut, at, put):
    for kind in ("JPEG", "PNG", "WEBP"):
        data = encoded(scene(90, 70), kind)
        data = data[: at % len(data)] + put + data[at % len(data) + len(put) :]
        try:
            assert_harmless(pictures.rebuild(data[: max(1, len(data) - cut)]))
        except Refused as refused:
            assert str(refused).endswith(".")


def test_no_width_is_larger_than_the_picture():
    assert pictures.widths(200) == [200]
    assert pictures.widths(360) == [360]
    assert pictures.widths(640) == [360, 540, 640]
    assert pictures.widths(3000) == [360, 540, 780, 1170]


def test_what_was_transparent_lies_on_paper():
    for image in (Image.new("RGBA", (60, 60), (255, 0, 0, 0)), Image.new("LA", (60, 60), (0, 0))):
        rebuilt = pictures.rebuild(encoded(image, "PNG"))
        assert rebuilt.tone == "#faf7f1"
    palette = Image.new("P", (60, 60), 0)
    palette.putpalette([10, 20, 30])
    assert pictures.rebuild(encoded(palette, "PNG", transparency=0)).tone == "#faf7f1"
    assert pictures.rebuild(encoded(Image.new("RGBA", (60, 60), (0, 0, 0, 128)), "PNG")).tone == "#7d7b78"


def test_sixteen_bit_grey_keeps_its_greys():
    assert pictures.rebuild(encoded(Image.new("I;16", (60, 60), 128 * 257), "PNG")).tone == "#808080"


def test_print_colours_come_out_as_colours():
    rebuilt = pictures.rebuild(encoded(Image.new("CMYK", (60, 60), (0, 255, 255, 0))))
    assert near(opened(rebuilt).getpixel((30, 30)), (255, 0, 0))


def test_a_wide_colour_profile_is_brought_to_srgb():
    """The profile says what the numbers mean: here one whose red and blue are exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    places = {bytes(profile[132 + 12 * one : 136 + 12 * one]): 132 + 12 * one for one in range(count)}
    red, blue = (bytes(profile[places[tag] + 4 : places[tag] + 12]) for tag in (b"rXYZ", b"bXYZ"))
    profile[places[b"rXYZ"] + 4 : places[b"rXYZ"] + 12] = blue
    profile[places[b"bXYZ"] + 4 : places[b"bXYZ"] + 12] = red
    for image in (Image.new("RGB", (60, 60), (200, 0, 0)), Image.new("RGBA", (60, 60), (200, 0, 0, 255))):
        rebuilt = pictures.rebuild(encoded(image, "PNG", icc_profile=bytes(profile)))
        assert near(opened(rebuilt).getpixel((30, 30)), (0, 0, 200))


def test_a_profile_that_does_not_fit_is_left_aside():
    for profile in (b"not a profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()):
        rebuilt = pictures.rebuild(encoded(Image.new("RGB", (60, 60), (200, 0, 0)), "PNG", icc_profile=profile))
        assert rebuilt.tone == "#c80000"


def test_of_a_moving_picture_the_first_frame_is_taken():
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("#c80000", "#00c800")]
    data = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert pictures.rebuild(data).tone == "#c80000"


def test_the_factory_gets_at_most_2400_on_the_long_side():
    rebuilt = pictures.rebuild(encoded(Image.new("L", (3000, 600), 90)))
    assert (rebuilt.width, rebuilt.height) == (2400, 480)
    assert opened(rebuilt).format == "JPEG"


def test_even_noise_is_light_on_the_wall():
    noise = Image.effect_noise((720, 960), 120).convert("RGB")
    rebuilt = pictures.rebuild_image(noise)
    assert len(rebuilt.files[f"{rebuilt.name}-360.webp"]) <= 45_000


def test_a_thread_of_pixels_keeps_at_least_one():
    rebuilt = pictures.rebuild(encoded(Image.new("L", (1, 30_000), 90), "PNG"))
    assert (rebuilt.width, rebuilt.height, rebuilt.widths) == (1, 2400, [1])


def test_many_at_once_come_out_as_one_by_one():
    drawn = [encoded(Image.effect_noise((200 + number, 150), 60)) for number in range(8)]
    alone = [pictures.rebuild(data) for data in drawn]
    together = [None] * len(drawn)

    def work(number):
        together[number] = pictures.rebuild(drawn[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(drawn))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_the_file_input_asks_for_what_we_can_read():
    assert pictures.ACCEPT.startswith("image/jpeg,image/png,image/webp")
    assert ("image/heic" in pictures.ACCEPT) == pictures.HEIC


def test_a_good_picture_with_damaged_exif_is_still_a_picture():
    upright = pictures.rebuild(encoded(scene(), "PNG"))
    for exif in (b"Exif\x00\x00no TIFF header here", b"Exif\x00\x00II*\x00\xff\xff\xff\x7f"):
        assert pictures.rebuild(encoded(scene(), "PNG", exif=exif)).name == upright.name
